package io.buddykv.protocol.resp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a server's connection does with a parser, as unkindly as the contract allows: each time bytes come, what is unread
 * moves to another array and to another index, and what was parsed is overwritten.
 */
final class TestingConnection {
    private final RequestParser parser;
    private final Request request = new Request();
    private final List<String> seen = new ArrayList<>();
    private byte[] buffer = {};
    private int from;
    private int moves;

    TestingConnection(RespLimits limits) {
        parser = new RequestParser(limits);
    }

    /** Takes some more bytes; false once the protocol was broken. */
    boolean receive(byte[] bytes) {
        int unread = buffer.length - from;
        int shift = moves++ % 3;
        byte[] moved = new byte[shift + unread + bytes.length];
        Arrays.fill(moved, (byte) '#');
        System.arraycopy(buffer, from, moved, shift, unread);
        System.arraycopy(bytes, 0, moved, shift + unread, bytes.length);
        Arrays.fill(buffer, (byte) '#');
        buffer = moved;
        from = shift;
        return parseAll();
    }

    private boolean parseAll() {
        try {
            for (int next = parse(); next != RequestParser.NEED_MORE; next = parse()) {
                if (request.count() > 0) {
                    seen.add(String.join("|", RequestParserTest.arguments(request)));
                }
                from = next;
            }
            return true;
        } catch (ProtocolException e) {
            seen.add(e.getMessage());
            return false;
        }
    }

    private int parse() {
        return parser.parse(buffer, from, buffer.length, request);
    }

    /** The requests, their arguments parted by bars; last the error that ended the connection. */
    List<String> seen() {
        return seen;
    }

    int retainedArguments() {
        return request.retainedArguments();
    }
}
