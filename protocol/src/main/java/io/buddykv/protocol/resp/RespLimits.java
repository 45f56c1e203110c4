package io.buddykv.protocol.resp;

/**
 * What one request may ask of a server. Nothing is allocated because a request announces it; these bound what is kept
 * while the announced bytes really arrive.
 *
 * @param maxArguments arguments of one request
 * @param maxBulkLength octets of one argument: {@code proto-max-bulk-len}
 * @param maxInlineLength octets of one inline request, and of any line that announces a length
 * @param maxRequestLength octets of one whole request
 * @param unauthenticatedArguments arguments of one request of a client that has not authenticated but must
 * @param unauthenticatedBulkLength octets of one argument of such a client
 */
public record RespLimits(
        int maxArguments,
        int maxBulkLength,
        int maxInlineLength,
        int maxRequestLength,
        int unauthenticatedArguments,
        int unauthenticatedBulkLength) {
    public static final RespLimits DEFAULT =
            new RespLimits(1024 * 1024, 64 * 1024 * 1024, 64 * 1024, 256 * 1024 * 1024, 10, 16 * 1024);

    /** The longest bulk that a server may be configured for: two of them still fit in one array. */
    public static final int LARGEST_BULK_LENGTH = 512 * 1024 * 1024;

    public RespLimits {
        positive("maxArguments", maxArguments);
        positive("proto-max-bulk-len", maxBulkLength);
        positive("maxInlineLength", maxInlineLength);
        positive("maxRequestLength", maxRequestLength);
        positive("unauthenticatedArguments", unauthenticatedArguments);
        positive("unauthenticatedBulkLength", unauthenticatedBulkLength);
        if (maxBulkLength > LARGEST_BULK_LENGTH) {
            throw new IllegalArgumentException(
                    "proto-max-bulk-len must be at most " + LARGEST_BULK_LENGTH + ", not " + maxBulkLength);
        }
        if (maxRequestLength > Integer.MAX_VALUE - LARGEST_BULK_LENGTH) {
            throw new IllegalArgumentException("maxRequestLength must leave room for one more bulk, and "
                    + maxRequestLength + " does not: at most " + (Integer.MAX_VALUE - LARGEST_BULK_LENGTH));
        }
    }

    /** Other bulks, and requests large enough to hold one of them beside other arguments. */
    public RespLimits withMaxBulkLength(int octets) {
        return new RespLimits(
                maxArguments,
                octets,
                maxInlineLength,
                (int) Math.max(maxRequestLength, Math.min(2L * octets, 2L * LARGEST_BULK_LENGTH)),
                unauthenticatedArguments,
                unauthenticatedBulkLength);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
