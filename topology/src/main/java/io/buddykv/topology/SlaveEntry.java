package io.buddykv.topology;

/** One slave in the cluster map. */
public record SlaveEntry(Member member, Endpoints endpoints, String zone, String host, SlaveState state) {
    public int number() {
        return member.number();
    }

    public boolean isUp() {
        return state == SlaveState.UP;
    }

    public SlaveEntry withState(SlaveState newState) {
        return new SlaveEntry(member, endpoints, zone, host, newState);
    }
}
