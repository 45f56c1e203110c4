package io.buddykv.topology;

/**
 * One life of one slave: what the cluster map names where it gives a role.
 *
 * @param number the slave's internal number
 * @param incarnation new with each process, never 0
 * @param dataId lives with the data directory, new when that is empty; equal to the incarnation while there is no storage
 */
public record Member(int number, long incarnation, long dataId) {
    @Override
    public String toString() {
        return number + "#" + Long.toHexString(incarnation & 0xffffff);
    }
}
