package io.buddykv.node.replication;

/**
 * What a range holds at one sequence number: two copies with equal proofs hold the same. A range leaves an old copy only
 * after the one that takes its place has agreed to its primary's proof.
 *
 * @param keys how many there are
 * @param checksum of all keys, values, types and expiries
 */
public record Proof(long sequence, long keys, long checksum) {
    @Override
    public String toString() {
        return keys + " keys with checksum " + Long.toHexString(checksum) + " at sequence " + sequence;
    }
}
