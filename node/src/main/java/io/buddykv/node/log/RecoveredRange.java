package io.buddykv.node.log;

import io.buddykv.node.store.RangeTable;

/**
 * What the disk held of one range.
 *
 * @param table null where nothing is held
 * @param history of what the table holds
 * @param sequence of the last record
 * @param complete whether the table is all of the range up to that record
 * @param recent the last records, as many as are kept for a copy that lacks only those
 * @param damage why what was held has been taken out; null when it was not
 */
public record RecoveredRange(
        int index,
        RangeTable table,
        EpochHistory history,
        long sequence,
        boolean complete,
        RecordBacklog recent,
        String damage) {
    public boolean isTakenOut() {
        return damage != null;
    }
}
