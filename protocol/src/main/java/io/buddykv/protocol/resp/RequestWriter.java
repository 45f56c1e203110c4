package io.buddykv.protocol.resp;

import io.netty.buffer.ByteBuf;

/** Writes commands, in the multibulk form, into a buffer that can be exchanged: what a client sends. */
public final class RequestWriter {
    private final ReplyWriter writer = new ReplyWriter();

    /** Everything from now on goes into this buffer. */
    public RequestWriter to(ByteBuf buffer) {
        writer.to(buffer);
        return this;
    }

    /** Begins a command; exactly this many arguments follow, the command's name being the first. */
    public RequestWriter begin(int arguments) {
        writer.array(arguments);
        return this;
    }

    /** @param text sent in UTF-8 */
    public RequestWriter argument(String text) {
        writer.bulk(text);
        return this;
    }

    public RequestWriter argument(byte[] bytes) {
        writer.bulk(bytes);
        return this;
    }

    public RequestWriter argument(byte[] bytes, int offset, int length) {
        writer.bulk(bytes, offset, length);
        return this;
    }

    public RequestWriter argument(long number) {
        writer.bulk(number);
        return this;
    }

    public void command(String... arguments) {
        begin(arguments.length);
        for (String argument : arguments) {
            writer.bulk(argument);
        }
    }

    public void command(byte[]... arguments) {
        begin(arguments.length);
        for (byte[] argument : arguments) {
            writer.bulk(argument);
        }
    }

    /** Sends on a request as it was received. */
    public void command(Request request) {
        begin(request.count());
        for (int i = 0; i < request.count(); i++) {
            writer.bulk(request.bytes(), request.offset(i), request.length(i));
        }
    }
}
