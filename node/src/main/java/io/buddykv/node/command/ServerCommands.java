package io.buddykv.node.command;

import io.buddykv.node.time.TimeSource;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import io.buddykv.topology.ClusterMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** INFO, TIME and WAIT. */
public final class ServerCommands {
    private static final CommandException TIMEOUT_NEGATIVE = new CommandException(RedisErrors.TIMEOUT_NEGATIVE);
    private static final CommandException TIMEOUT_NOT_AN_INTEGER =
            new CommandException(RedisErrors.TIMEOUT_NOT_AN_INTEGER);

    private final LocalNode local;
    private final List<InfoSection> sections;
    private final TimeSource time;

    public ServerCommands(LocalNode local, List<InfoSection> sections, TimeSource time) {
        this.local = local;
        this.sections = sections;
        this.time = time;
    }

    public Map<String, CommandHandler> handlers() {
        return Map.of(
                "info", (SessionCommand) this::info,
                "time", (SessionCommand) this::time,
                "wait", (SessionCommand) this::await);
    }

    private void info(ClientSession session, Request request, ReplyWriter reply) {
        Set<String> asked = new LinkedHashSet<>();
        for (int i = 1; i < request.count(); i++) {
            asked.add(request.string(i).toLowerCase(Locale.ROOT));
        }
        boolean all = asked.contains("all") || asked.contains("everything");
        boolean byDefault = asked.isEmpty() || asked.contains("default");
        List<String> texts = new ArrayList<>();
        for (InfoSection section : sections) {
            if (all
                    || byDefault && section.byDefault()
                    || asked.contains(section.name().toLowerCase(Locale.ROOT))) {
                texts.add("# " + section.name() + "\r\n" + section.lines().get());
            }
        }
        reply.verbatim("txt", String.join("\r\n", texts));
    }

    private void time(ClientSession session, Request request, ReplyWriter reply) {
        long millis = time.wallMillis();
        reply.array(2);
        reply.bulk(millis / 1000);
        reply.bulk(millis % 1000 * 1000);
    }

    /**
     * Says at once how many copies hold each write of this client: the answers to its writes, which left before this one,
     * have waited for them. It never waits for more copies than there are.
     */
    private void await(ClientSession session, Request request, ReplyWriter reply) {
        request.integer(1);
        if (!request.isInteger(2)) {
            throw TIMEOUT_NOT_AN_INTEGER;
        }
        if (request.integer(2) < 0) {
            throw TIMEOUT_NEGATIVE;
        }
        reply.integer(copies(local.map()));
    }

    private int copies(ClusterMap map) {
        return map.ranges().stream()
                .filter(range -> range.primary() != null && range.primary().equals(local.self()))
                .mapToInt(range -> range.inSync().size() - 1)
                .min()
                .orElse(0);
    }
}
