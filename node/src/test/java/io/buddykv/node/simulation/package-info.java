/**
 * A whole cluster in one thread: the real classes of masters, slaves and replication over a simulated network, simulated
 * clocks and a simulated membership service. A seed decides everything that happens, so that a run can be repeated.
 *
 * <p>Real: {@code SlaveAgent}, {@code MasterAgent}, {@code RangeSet} with all that it is made of, the store. Simulated:
 * time and event loops ({@link io.buddykv.node.simulation.SimulatedProcess}), connections and calls between ports
 * ({@link io.buddykv.node.simulation.SimulatedNetwork}), ZooKeeper
 * ({@link io.buddykv.node.simulation.SimulatedZooKeeper}), the client port and its clients. Not simulated: what threads
 * of one process do to each other; every event runs to its end before the next one begins.
 *
 * <p>{@code SimulationTest} runs thousands of seeds. {@code Rules} is the table of what the design demands, each rule with
 * what goes wrong without it; {@code RulesTest} shows that.
 */
package io.buddykv.node.simulation;
