package io.buddykv.node.command;

import io.buddykv.protocol.resp.RedisErrors;
import io.buddykv.protocol.resp.Request;

/**
 * The options of SET and of GETEX.
 *
 * @param flags the constants of this class
 * @param expiry index of the argument with the time to live or the time of expiry; 0 for none
 * @param compared index of the argument that IFEQ compares with; 0 for none
 */
record StringOptions(int flags, int expiry, int compared) {
    static final int NX = 1;
    static final int XX = 1 << 1;
    static final int GET = 1 << 2;
    static final int KEEPTTL = 1 << 3;
    static final int PERSIST = 1 << 4;
    static final int IFEQ = 1 << 5;
    static final int EX = 1 << 6;
    static final int PX = 1 << 7;
    static final int EXAT = 1 << 8;
    static final int PXAT = 1 << 9;

    private static final int EXPIRIES = EX | PX | EXAT | PXAT;
    private static final int ANY_EXPIRY = EXPIRIES | KEEPTTL | PERSIST;
    private static final StringOptions NONE = new StringOptions(0, 0, 0);

    static StringOptions ofSet(Request request) {
        return request.count() == 3 ? NONE : parse(request, 3, true);
    }

    static StringOptions ofGetex(Request request) {
        return request.count() == 2 ? NONE : parse(request, 2, false);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Absolute milliseconds, 0 where no expiry was asked for. */
    long expireAt(Request request, long nowMillis, String command) {
        if (expiry == 0) {
            return KeyArguments.PERSISTENT;
        }
        return ExpiryTime.checked(
                request.integer(expiry), has(EX) || has(EXAT), has(EX) || has(PX) ? nowMillis : 0, command);
    }

    private static StringOptions parse(Request request, int first, boolean ofSet) {
        int flags = 0;
        int expiry = 0;
        int compared = 0;
        for (int i = first; i < request.count(); i++) {
            int flag = flag(request, i);
            boolean takesArgument = (flag & (EXPIRIES | IFEQ)) != 0;
            boolean known = (flag & (ofSet ? ~PERSIST : EXPIRIES | PERSIST)) != 0;
            if (!known || (flags & excluded(flag)) != 0 || takesArgument && i + 1 == request.count()) {
                throw RedisErrors.syntax();
            }
            flags |= flag;
            if (takesArgument) {
                i++;
                compared = flag == IFEQ ? i : compared;
                expiry = flag == IFEQ ? expiry : i;
            }
        }
        return new StringOptions(flags, expiry, compared);
    }

    private static int flag(Request request, int i) {
        return switch (request.length(i)) {
            case 2 ->
                request.is(i, "EX")
                        ? EX
                        : request.is(i, "PX") ? PX : request.is(i, "NX") ? NX : request.is(i, "XX") ? XX : 0;
            case 3 -> request.is(i, "GET") ? GET : 0;
            case 4 -> request.is(i, "EXAT") ? EXAT : request.is(i, "PXAT") ? PXAT : request.is(i, "IFEQ") ? IFEQ : 0;
            case 7 -> request.is(i, "KEEPTTL") ? KEEPTTL : request.is(i, "PERSIST") ? PERSIST : 0;
            default -> 0;
        };
    }

    /** What must not have come before; the same option twice is fine, except for IFEQ. */
    private static int excluded(int flag) {
        return switch (flag) {
            case NX -> XX | IFEQ;
            case XX -> NX | IFEQ;
            case IFEQ -> NX | XX | IFEQ;
            case KEEPTTL -> EXPIRIES | PERSIST;
            case PERSIST -> EXPIRIES | KEEPTTL;
            case EX, PX, EXAT, PXAT -> ANY_EXPIRY & ~flag;
            default -> 0;
        };
    }
}
