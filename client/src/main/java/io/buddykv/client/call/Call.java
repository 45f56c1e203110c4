package io.buddykv.client.call;

import io.buddykv.client.failure.CallTimeoutException;
import io.buddykv.client.failure.RangeDownException;
import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RequestWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call of the application, from when it is made to its end, however often it is sent. It is in one hand at a time:
 * the dispatcher's or one connection's. Ends once: by an answer, a refusal, its deadline, or the client's end.
 *
 * @param <T> the result
 */
public abstract class Call<T> extends CompletableFuture<T> {
    private final String command;
    private final int slot;
    private final boolean isWrite;
    private final long beganNanos;
    private final long deadlineNanos;
    private final AtomicBoolean hasEnded = new AtomicBoolean();
    private Ends ends = Ends.NOBODY;
    private int timesSent;
    private int lane = Lanes.NONE;
    private long number;
    private long notBeforeNanos;
    private String refusal = "";

    /** Is told that a call has ended, before those are that wait for it. */
    @FunctionalInterface
    public interface Ends {
        Ends NOBODY = (call, failure) -> {};

        void ended(Call<?> call, Throwable failure);
    }

    /** @param slot that decides where it goes */
    Call(String command, int slot, boolean isWrite, long nowNanos, long deadlineNanos) {
        this.command = command;
        this.slot = slot;
        this.isWrite = isWrite;
        this.beganNanos = nowNanos;
        this.deadlineNanos = deadlineNanos;
    }

    public final String command() {
        return command;
    }

    public final int slot() {
        return slot;
    }

    public final boolean isWrite() {
        return isWrite;
    }

    public final long beganNanos() {
        return beganNanos;
    }

    public final int timesSent() {
        return timesSent;
    }

    public final void onEnd(Ends newEnds) {
        ends = newEnds;
    }

    /** Writes it, and from then on it may have happened. */
    public final void send(RequestWriter out) {
        boolean again = timesSent++ > 0;
        begin();
        encode(out, again);
    }

    /** A new sending begins; what was answered to the last one counts no more. */
    void begin() {}

    /** @param again whether it was sent before */
    abstract void encode(RequestWriter out, boolean again);

    /** Takes its next reply. */
    public abstract Progress answered(Reply reply);

    /** What a reply has made of a call. */
    public enum Progress {
        /** There are more replies to come. */
        UNFINISHED,
        /** The call has ended. */
        ENDED,
        /** It is to be sent again, where the newest map says. */
        REPEAT
    }

    /** Ends it, or says that it is to be repeated. */
    final Progress refused(Reply.Failure failure) {
        refusal = failure.text();
        if (Refusals.isRepeatable(failure)) {
            return Progress.REPEAT;
        }
        completeExceptionally(Refusals.exception(failure));
        return Progress.ENDED;
    }

    // ---- the lane of a write

    public final boolean hasLane() {
        return lane != Lanes.NONE;
    }

    public final int lane() {
        return lane;
    }

    public final void numbered(int newLane, long newNumber) {
        lane = newLane;
        number = newNumber;
    }

    /** Begins the command that carries the write out once; its own arguments follow. */
    final RequestWriter once(RequestWriter out, int ownArguments, boolean again) {
        return out.begin(3 + ownArguments)
                .argument(again ? "KV.AGAIN" : "KV.ONCE")
                .argument(lane)
                .argument(number);
    }

    // ---- time

    public final boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    public final long notBeforeNanos() {
        return notBeforeNanos;
    }

    public final void notBefore(long nanos) {
        notBeforeNanos = nanos;
    }

    /** Why it has to be repeated, where no server said it. */
    public final void interrupted(String why) {
        refusal = why;
    }

    /** Ends it because its deadline has passed. */
    public final void timeOut() {
        if (isDone()) {
            return;
        }
        if (Refusals.isRangeDown(refusal)) {
            completeExceptionally(new RangeDownException(command + ": " + refusal));
            return;
        }
        boolean unknown = isWrite && timesSent > 0;
        completeExceptionally(new CallTimeoutException(
                command + ": no answer within "
                        + (System.nanoTime() - beganNanos) / 1_000_000 + " ms"
                        + (refusal.isEmpty() ? "" : ", last " + refusal)
                        + (unknown ? "; whether the write happened is not known" : "; nothing happened"),
                unknown ? CallTimeoutException.Outcome.UNKNOWN : CallTimeoutException.Outcome.NOTHING_HAPPENED));
    }

    // ---- the end, whoever brings it about

    @Override
    public boolean complete(T value) {
        return end(null, () -> super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return end(failure, () -> super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        return end(null, () -> super.cancel(mayInterrupt)) || isCancelled();
    }

    /** What the call held is given back before anybody who waits for it goes on: the next call finds it free. */
    private boolean end(Throwable failure, Runnable completion) {
        if (!hasEnded.compareAndSet(false, true)) {
            return false;
        }
        try {
            ends.ended(this, failure);
        } finally {
            completion.run();
        }
        return true;
    }

    /** Stages that depend on this one are no calls. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
