package io.buddykv.node.port.resp;

import io.buddykv.node.replication.Access;
import io.buddykv.node.replication.Admission;
import io.buddykv.node.replication.FeedPosition;
import io.buddykv.node.routing.Router;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.List;

/**
 * The commands of those who watch changes.
 *
 * <ul>
 *   <li>{@code KV FEED id range tenure sequence KEY|PREFIX octets [NOVALUES]}: changes of these keys of the range are
 *       pushed from now on, see {@link FeedWriter}, behind the given position where that is still possible; tenure 0: from
 *       here. Answers tenure, sequence, and 1 where it goes on from the position that was given, else 0. The id is the
 *       client's choice; one that it has already is replaced.
 *   <li>{@code KV UNFEED id}: no more. Whether there was one.
 *   <li>{@code KV FEEDS}: tells what is acknowledged by now, and then answers the ids of the feeds that are current: everything
 *       that was acknowledged to anybody before this command arrived has been told.
 * </ul>
 *
 * Where the range is held, KV FEED is told to try again at once: what is behind it on the connection is not to wait.
 *
 * <p>A feed that cannot go on ends by {@code kv-feed-end id reason}: {@code moved}, another slave serves the range; {@code
 * behind}, what was to be told next is not kept any more.
 */
final class FeedRunner {
    private static final CommandException ONLY_RESP3 =
            new CommandException("ERR changes are pushed: say HELLO 3 first");
    private static final CommandException TOO_MANY =
            new CommandException("ERR a connection has " + Watchers.MOST_OF_ONE + " feeds at most");
    private static final CommandException TRY_AGAIN = new CommandException(RedisErrors.TRY_AGAIN);
    private static final CommandException NO_SUCH_RANGE = new CommandException("ERR no such key range");

    private final CommandRunner runner;
    private final CommandGate gate;
    private final Watchers watchers;

    FeedRunner(CommandRunner runner, CommandGate gate, Watchers watchers) {
        this.runner = runner;
        this.gate = gate;
        this.watchers = watchers;
    }

    /** @return true: none of them is ever kept waiting, and others behind it */
    boolean run(Session session, CommandSpec command, Request request, Router router, ReplyWriter reply) {
        switch (command.name()) {
            case "kv|feed" -> {
                return begin(session, command, request, router, reply);
            }
            case "kv|unfeed" -> reply.integer(end(session, request.integer(2)) ? 1 : 0);
            default -> {
                List<Long> current = watchers.current(session, reply.target());
                reply.array(current.size());
                current.forEach(reply::integer);
            }
        }
        return runner.called(command, true);
    }

    private boolean begin(Session session, CommandSpec command, Request request, Router router, ReplyWriter reply) {
        long id = request.integer(2);
        long range = request.integer(3);
        FeedPosition wanted = request.integer(4) == 0 ? null : new FeedPosition(request.integer(4), request.integer(5));
        boolean isPrefix = request.is(6, "PREFIX");
        boolean wantsValues = request.count() == 8;
        if (!isPrefix && !request.is(6, "KEY")
                || !wantsValues && !(request.count() == 9 && request.is(8, "NOVALUES"))) {
            throw RedisErrors.syntax();
        }
        if (session.protocol() < 3) {
            throw ONLY_RESP3;
        }
        if (range < 0 || range >= router.keyRanges().count()) {
            throw NO_SUCH_RANGE;
        }
        end(session, id);
        if (session.watchers().size() >= Watchers.MOST_OF_ONE) {
            throw TOO_MANY;
        }
        FeedFilter filter = new FeedFilter(request.copy(7), isPrefix);
        Admission admission = gate.run(
                (int) range,
                Access.READ,
                (keys, ignored, out) -> {
                    keys.observeAll(); // The answer waits for what is not acknowledged yet and will not be told.
                    FeedPosition from = watchers.begin(session, id, (int) range, filter, wantsValues, wanted);
                    out.array(3);
                    out.integer(from.tenure());
                    out.integer(from.sequence());
                    out.integer(from.equals(wanted) ? 1 : 0);
                },
                request,
                reply);
        if (!runner.isServed(admission, (int) range * router.keyRanges().width())) {
            throw TRY_AGAIN; // Nothing is to wait behind it: whoever asks again soon misses nothing.
        }
        return runner.called(command, true);
    }

    private boolean end(Session session, long id) {
        Watcher watcher = session.watchers().get(id);
        if (watcher != null) {
            watchers.end(watcher);
        }
        return watcher != null;
    }
}
