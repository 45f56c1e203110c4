package io.buddykv.protocol.message;

/**
 * One range that its primary has let go of: from now on it answers nothing of it until a newer map says so.
 *
 * @param epoch the epoch of the range in which it was let go
 * @param sequence the last record of the range
 */
public record Release(int range, long epoch, long sequence) {}
