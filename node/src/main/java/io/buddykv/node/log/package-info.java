/**
 * What a slave keeps on disk: one log of all its key ranges, a snapshot of each, and how both become tables again.
 *
 * <p><b>Files.</b> Segments of the log and snapshots have the same form: a {@link io.buddykv.node.log.FileHeader} in the
 * first block, then blocks of {@value io.buddykv.node.log.Blocks#BLOCK_BYTES} octets, cut into runs. A run is what one
 * write put into one block; it has a checksum over its octets, its place and its file's number, so that damage never
 * reaches further than the block, and what belongs elsewhere is never believed. The runs' contents, one behind the
 * other, are a stream of {@link io.buddykv.node.log.Entry entries}; an entry may span runs and blocks.
 *
 * <p><b>What proves that nothing is missing.</b> Every entry of a range has the range's next <em>step</em> in this log.
 * A table of the last steps of all ranges stands at the beginning of each segment, at its end, and every so often in
 * between. After damage a range counts only when an entry or a table shows that none of its steps is missing.
 *
 * <p><b>The end of the log.</b> Each run says how much of its file had reached the disk when it was written. Damage
 * behind that, or with nothing readable behind it, is the torn tail of a write that nobody relied on: it is cut off.
 *
 * <p><b>Not guaranteed:</b> that a log which somebody has shortened at exactly the end of a run is recognised; it reads
 * as an earlier state of the same copy, which its peers are ahead of.
 */
package io.buddykv.node.log;
