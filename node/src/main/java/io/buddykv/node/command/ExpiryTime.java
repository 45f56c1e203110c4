package io.buddykv.node.command;

import io.buddykv.protocol.resp.CommandException;
import io.buddykv.protocol.resp.RedisErrors;

/** Times of expiry in absolute milliseconds, from what clients say. */
final class ExpiryTime {
    private static final int MILLIS_PER_SECOND = 1000;

    private ExpiryTime() {}

    /**
     * Of the commands that store a value: anything not positive is refused.
     *
     * @param base what the time is counted from, in milliseconds: now, or 0 for an absolute time
     * @param command in lower case, for the error
     */
    static long checked(long time, boolean seconds, long base, String command) {
        if (time <= 0) {
            throw invalid(command);
        }
        return ofAnySign(time, seconds, base, command);
    }

    /** Of EXPIRE and its like, where times in the past are as good as any. */
    static long ofAnySign(long time, boolean seconds, long base, String command) {
        if (seconds && (time > Long.MAX_VALUE / MILLIS_PER_SECOND || time < Long.MIN_VALUE / MILLIS_PER_SECOND)) {
            throw invalid(command);
        }
        long millis = seconds ? time * MILLIS_PER_SECOND : time;
        if (millis > Long.MAX_VALUE - base) {
            throw invalid(command);
        }
        return millis + base;
    }

    private static CommandException invalid(String command) {
        return new CommandException(RedisErrors.invalidExpireTime(command));
    }
}
