package io.buddykv.node.command;

import static io.buddykv.node.store.Keyspace.NONE;

import io.buddykv.node.store.Keyspace;
import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.ReplyWriter;
import io.buddykv.protocol.resp.Request;
import java.util.Map;
import java.util.function.IntSupplier;

/** LCS: the longest common subsequence of two strings, its length, or where it lies in them. */
final class LcsCommand {
    private static final byte[] EMPTY = {};
    private static final CommandException NOT_STRINGS = new CommandException(RedisErrors.LCS_NOT_STRINGS);
    private static final CommandException LEN_AND_IDX = new CommandException(RedisErrors.LCS_LEN_AND_IDX);
    private static final CommandException TABLE_TOO_LARGE =
            new CommandException("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");

    private final IntSupplier maxTableOctets;

    LcsCommand(IntSupplier maxTableOctets) {
        this.maxTableOctets = maxTableOctets;
    }

    Map<String, CommandHandler> handlers() {
        return Map.of("lcs", (KeyCommand) this::lcs);
    }

    private void lcs(Keyspace keys, Request request, ReplyWriter reply) {
        byte[] a = string(keys, request, 1);
        byte[] b = string(keys, request, 2);
        Options options = Options.of(request);
        if (LongestCommonSubsequence.tableOctets(a.length, b.length) > maxTableOctets.getAsInt()) {
            throw TABLE_TOO_LARGE;
        }
        LongestCommonSubsequence lcs = new LongestCommonSubsequence(a, b);
        if (options.index()) {
            answerIndex(lcs, options, reply);
        } else if (options.length()) {
            reply.integer(lcs.length());
        } else {
            reply.bulk(lcs.text());
        }
    }

    private static byte[] string(Keyspace keys, Request request, int i) {
        long entry = KeyArguments.find(keys, request, i);
        if (entry == NONE) {
            return EMPTY;
        }
        if (!KeyArguments.isString(keys, entry)) {
            throw NOT_STRINGS;
        }
        keys.touch(entry);
        return keys.value(entry);
    }

    private static void answerIndex(LongestCommonSubsequence lcs, Options options, ReplyWriter reply) {
        int[] matches = {0};
        lcs.walk((a, b, octets) -> matches[0] += octets >= options.leastMatch() ? 1 : 0);
        reply.map(2);
        reply.bulk("matches");
        reply.array(matches[0]);
        lcs.walk((a, b, octets) -> {
            if (octets >= options.leastMatch()) {
                reply.array(options.matchLengths() ? 3 : 2);
                span(a, octets, reply);
                span(b, octets, reply);
                if (options.matchLengths()) {
                    reply.integer(octets);
                }
            }
        });
        reply.bulk("len");
        reply.integer(lcs.length());
    }

    private static void span(int first, int octets, ReplyWriter reply) {
        reply.array(2);
        reply.integer(first);
        reply.integer(first + octets - 1L);
    }

    /**
     * What follows the two keys.
     *
     * @param leastMatch octets that a match needs to be listed
     */
    private record Options(boolean index, boolean length, boolean matchLengths, long leastMatch) {
        static Options of(Request request) {
            boolean index = false;
            boolean length = false;
            boolean matchLengths = false;
            long leastMatch = 0;
            for (int i = 3; i < request.count(); i++) {
                if (request.is(i, "IDX")) {
                    index = true;
                } else if (request.is(i, "LEN")) {
                    length = true;
                } else if (request.is(i, "WITHMATCHLEN")) {
                    matchLengths = true;
                } else if (request.is(i, "MINMATCHLEN") && i + 1 < request.count()) {
                    leastMatch = request.integer(++i);
                } else {
                    throw RedisErrors.syntax();
                }
            }
            if (index && length) {
                throw LEN_AND_IDX;
            }
            return new Options(index, length, matchLengths, leastMatch);
        }
    }
}
