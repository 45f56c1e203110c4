package io.buddykv.topology.health;

/**
 * How far the moves of the present plan have come.
 *
 * @param bytesMoved what was sent to fill copies since this master first saw the plan
 * @param bytesLeft about what the copies take that still have to be filled
 * @param bytesPerSecond between the last two times that slaves were asked
 * @param secondsLeft at that rate; negative where it cannot be told yet
 */
public record MoveProgress(
        MoveCounts counts, long bytesMoved, long bytesLeft, double bytesPerSecond, double secondsLeft) {
    public static final MoveProgress NONE = new MoveProgress(MoveCounts.NONE, 0, 0, 0, 0);
}
