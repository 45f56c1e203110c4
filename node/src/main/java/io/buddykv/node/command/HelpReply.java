package io.buddykv.node.command;

import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import io.buddykv.protocol.resp.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The reply of HELP of a container: its subcommands, out of the table of commands. */
final class HelpReply {
    private HelpReply() {}

    static SessionCommand of(String container) {
        List<String> lines = lines(CommandTable.standard().find(container));
        return (session, request, reply) -> write(lines, reply);
    }

    private static void write(List<String> lines, ReplyWriter reply) {
        reply.array(lines.size());
        lines.forEach(reply::simple);
    }

    private static List<String> lines(CommandSpec container) {
        List<String> lines = new ArrayList<>();
        lines.add(container.name().toUpperCase(Locale.ROOT)
                + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (CommandSpec subcommand : container.subcommands()) {
            lines.add(subcommand.name().substring(container.name().length() + 1).toUpperCase(Locale.ROOT));
            lines.add("    " + subcommand.summary());
        }
        return lines;
    }
}
