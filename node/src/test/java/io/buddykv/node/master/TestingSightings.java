package io.buddykv.node.master;

import io.buddykv.topology.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Sightings as a test says: at first everybody has just been heard, and nothing has lasted. */
final class TestingSightings implements Sightings {
    final Set<Member> silent = new HashSet<>();
    final Set<Member> gone = new HashSet<>();
    final Map<Integer, Long> handOvers = new HashMap<>();
    final Set<Integer> notToJoin = new HashSet<>();
    boolean mayHandOver = true;
    long shortNanos;
    long bootNanos;
    long joinedAgoNanos = Long.MAX_VALUE;
    long handedOverAgoNanos = Long.MAX_VALUE;

    TestingSightings shortForSeconds(long seconds) {
        shortNanos = TimeUnit.SECONDS.toNanos(seconds);
        return this;
    }

    @Override
    public boolean justAnswered(Member member) {
        return !silent.contains(member);
    }

    @Override
    public long shortNanos(int range) {
        return shortNanos;
    }

    @Override
    public long handOverNanos(int range) {
        return handOvers.getOrDefault(range, 0L);
    }

    @Override
    public long joinedAgoNanos() {
        return joinedAgoNanos;
    }

    @Override
    public long handedOverAgoNanos() {
        return handedOverAgoNanos;
    }

    @Override
    public boolean mayHandOver(int range) {
        return mayHandOver;
    }

    @Override
    public boolean mayJoin(int range, int number) {
        return !notToJoin.contains(number);
    }

    @Override
    public boolean provenGone(Member member) {
        return gone.contains(member);
    }

    @Override
    public long bootNanos() {
        return bootNanos;
    }
}
