package io.buddykv.protocol.command;

import java.util.Set;

/**
 * One run of keys among a command's arguments, as COMMAND INFO describes it.
 *
 * @param first the index of its first key
 * @param last how far the last key is from the first; where negative, its index counted from the end (-1 is the last
 *     argument)
 * @param step the distance from one key to the next
 */
public record KeySpec(int first, int last, int step, Set<KeyFlag> flags) {}
