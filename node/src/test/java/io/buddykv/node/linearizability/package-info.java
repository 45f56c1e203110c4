/**
 * Judges recorded histories: whether all answers that clients got can be explained by every operation taking effect at
 * one instant between its invocation and its return.
 *
 * <p>{@link io.buddykv.node.linearizability.HistoryRecorder} records, from any number of threads,
 * {@link io.buddykv.node.linearizability.Linearizability} judges. What a history cannot show is not judged: operations
 * over several keys, expiry, and anything that a client other than the recorded ones has written.
 */
package io.buddykv.node.linearizability;
