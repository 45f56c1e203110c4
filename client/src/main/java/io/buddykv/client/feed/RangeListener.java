package io.buddykv.client.feed;

import io.buddykv.protocol.resp.Reply;
import java.util.List;

/** Is told of the changes in key ranges, those of one range in their order. Called on the loop of feeds only. */
public interface RangeListener {
    /** From now on every change of the range is told. Once for each range. */
    void begun(int range);

    /** The changes of one command or transaction, as the cluster tells them. */
    void changed(int range, List<Reply> changes);

    /** Everything has been told that was acknowledged to anybody before {@code askedNanos}. */
    void current(int range, long askedNanos);

    /** Nothing is told at present; the feed will go on where it was, or {@link #missed}. */
    void interrupted(int range);

    /** There may have been changes that are not told any more. */
    void missed(int range);
}
