package io.buddykv.node.command;

import java.util.function.Supplier;

/**
 * One section of INFO.
 *
 * @param name as its headline has it; asked for in any case
 * @param byDefault whether INFO without arguments shows it
 * @param lines each ended by CR LF; asked on the thread of the client
 */
public record InfoSection(String name, boolean byDefault, Supplier<String> lines) {}
