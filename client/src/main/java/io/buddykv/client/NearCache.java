package io.buddykv.client;

/**
 * Values kept in this process: what is read through it is read from memory, as long as the cluster says that it has not
 * changed. Safe for any thread.
 *
 * <p>Kept:
 * <ul>
 *   <li>A value given from memory was the present one at some moment within the last {@code maxStaleness}, through failovers
 *       and cut networks as well: slaves say several times in that time that nothing else is to be told, and only while they could
 *       answer a read. Where a range's feed ends, its values are read from the cluster until it goes on.
 *   <li>Reads of one key through one near cache never go back to an earlier value.
 *   <li>A write through it is seen by the reads that follow through it, and an expired value is not given.
 * </ul>
 * Not kept: linearizability. What another client, or this process past the near cache, has written may not be seen for as
 * long as {@code maxStaleness}; reads of several keys may be of different ages.
 */
public interface NearCache extends AutoCloseable {
    /** Values of a type; cheap, may be kept. */
    <V> KVValues<V> values(Codec<V> codec);

    /** The same as stages. */
    <V> AsyncValues<V> asyncValues(Codec<V> codec);

    KVValues<String> strings();

    /** What it has done so far. */
    NearCacheFigures figures();

    /** Keeps nothing any more; from then on every read goes to the cluster. */
    @Override
    void close();
}
