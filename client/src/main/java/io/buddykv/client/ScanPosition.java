package io.buddykv.client;

/**
 * Where a scan goes on.
 *
 * @param pattern of the keys that are wanted; null for all
 * @param range the key range
 * @param place the place in it
 */
public record ScanPosition(String pattern, int range, long place) {
    /** The beginning. */
    public static ScanPosition of(String pattern) {
        return new ScanPosition("*".equals(pattern) ? null : pattern, 0, 0);
    }
}
