package io.buddykv.node.master;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.health.MoveProgress;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a master told. */
final class TestingEvents implements MasterEvents {
    MoveProgress progress = MoveProgress.NONE;
    final List<MasterPhase> phases = new ArrayList<>();
    final List<MapStep> steps = new ArrayList<>();
    final List<FailoverTimes> failovers = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    final List<String> births = new ArrayList<>();
    int lostRanges;

    @Override
    public void phaseChanged(MasterPhase phase, long term) {
        phases.add(phase);
    }

    @Override
    public void born(String clusterId) {
        births.add(clusterId);
    }

    @Override
    public void mapChanged(ClusterMap before, ClusterMap after, List<MapStep> done) {
        steps.addAll(done);
    }

    @Override
    public void failedOver(FailoverTimes times) {
        failovers.add(times);
    }

    @Override
    public void dataLost(int ranges, String text) {
        lostRanges += ranges;
    }

    @Override
    public void noticed(Reason reason, String text) {
        notices.add(reason + " " + text);
    }

    long count(Reason reason) {
        return steps.stream().filter(step -> step.reason() == reason).count();
    }

    @Override
    public void moved(MoveProgress told) {
        progress = told;
    }
}
