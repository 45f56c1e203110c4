package io.buddykv.client.call;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RequestWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Several commands on keys of one slot, carried out as one: MULTI, the commands, EXEC, in one piece. */
public final class TransactionCall extends Call<List<Object>> {
    private static final int MULTI_AND_EXEC = 2;

    private final List<Step> steps;
    private int repliesLeft;
    private Reply.Failure firstRefusal;

    /**
     * One of its commands.
     *
     * @param arguments the command's name first
     * @param result of an answer that is no refusal
     */
    public record Step(byte[][] arguments, Function<Reply, ?> result) {}

    public TransactionCall(int slot, List<Step> steps, long nowNanos, long deadlineNanos) {
        super("EXEC", slot, true, nowNanos, deadlineNanos);
        this.steps = List.copyOf(steps);
    }

    @Override
    void begin() {
        repliesLeft = steps.size() + MULTI_AND_EXEC;
        firstRefusal = null;
    }

    @Override
    void encode(RequestWriter out, boolean again) {
        out.command("MULTI");
        steps.forEach(step -> out.command(step.arguments()));
        once(out, 1, again).argument("EXEC");
    }

    @Override
    public Progress answered(Reply reply) {
        repliesLeft--;
        if (reply instanceof Reply.Failure failure && firstRefusal == null) {
            firstRefusal = failure;
        }
        if (repliesLeft > 0) {
            return Progress.UNFINISHED;
        }
        if (isDone()) {
            return Progress.ENDED;
        }
        if (!(reply instanceof Reply.Array answers)) {
            return refused(firstRefusal == null ? new Reply.Failure("ERR EXEC answers " + reply.text()) : firstRefusal);
        }
        try {
            complete(results(answers.elements()));
        } catch (RuntimeException undecodable) {
            completeExceptionally(undecodable);
        }
        return Progress.ENDED;
    }

    /** A command that was refused has its exception as its result: the others have happened all the same. */
    private List<Object> results(List<Reply> answers) {
        List<Object> results = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Reply answer = answers.get(i);
            results.add(
                    answer instanceof Reply.Failure failure
                            ? Refusals.exception(failure)
                            : steps.get(i).result().apply(answer));
        }
        return results;
    }
}
