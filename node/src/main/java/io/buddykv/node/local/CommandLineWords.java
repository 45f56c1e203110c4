package io.buddykv.node.local;

import io.buddykv.protocol.resp.ProtocolException;
import io.buddykv.protocol.resp.Request;
import io.buddykv.protocol.resp.RequestParser;
import io.buddykv.protocol.resp.RespLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits a line that a person typed into the words of a command, with the quotes and escapes of inline requests. */
final class CommandLineWords {
    private CommandLineWords() {}

    /** @throws IllegalArgumentException when the quotes do not match, or the line is too long */
    static List<byte[]> of(String line) {
        // The space keeps a line that begins with '*' from being taken for the other form of requests.
        byte[] octets = (" " + line + "\r\n").getBytes(StandardCharsets.UTF_8);
        Request request = new Request();
        try {
            new RequestParser(RespLimits.DEFAULT).parse(octets, 0, octets.length, request);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException("Invalid argument(s): " + e.getMessage(), e);
        }
        List<byte[]> words = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            words.add(request.copy(i));
        }
        return words;
    }
}
