package io.buddykv.client.call;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RequestWriter;
import java.util.function.Function;

/** A call that is one command. */
public final class CommandCall<T> extends Call<T> {
    private final byte[][] arguments;
    private final Function<Reply, T> result;

    /**
     * @param arguments the command's name first
     * @param result of an answer that is no refusal
     */
    public CommandCall(
            String command,
            int slot,
            boolean isWrite,
            byte[][] arguments,
            Function<Reply, T> result,
            long nowNanos,
            long deadlineNanos) {
        super(command, slot, isWrite, nowNanos, deadlineNanos);
        this.arguments = arguments;
        this.result = result;
    }

    @Override
    void encode(RequestWriter out, boolean again) {
        if (hasLane()) {
            once(out, arguments.length, again);
        } else {
            out.begin(arguments.length);
        }
        for (byte[] argument : arguments) {
            out.argument(argument);
        }
    }

    @Override
    public Progress answered(Reply reply) {
        if (isDone()) {
            return Progress.ENDED;
        }
        if (reply instanceof Reply.Failure failure) {
            return refused(failure);
        }
        try {
            complete(result.apply(reply));
        } catch (RuntimeException undecodable) {
            completeExceptionally(undecodable);
        }
        return Progress.ENDED;
    }
}
