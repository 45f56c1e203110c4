package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who takes a range over without a release, and what becomes of its other copies: those that answered stay in sync. The
 * one that holds most takes over, so that none is ahead of it, and it counts what another lacks as unacknowledged until
 * that one has acknowledged it (R10); silent ones are out.
 */
record Promotion(Member primary, List<Member> inSync) {

    /** Empty when none of the candidates has just answered and holds the range complete. */
    static Optional<Promotion> among(ClusterMap map, int range, List<Member> candidates, Answers answers) {
        List<Member> alive = candidates.stream()
                .filter(map::isCurrent)
                .filter(answers::answered)
                .filter(member -> answers.sequence(member, range) >= 0)
                .toList();
        return alive.stream().max(fitness(map, range, answers)).map(primary -> new Promotion(primary, alive));
    }

    /** Highest sequence first, then one that is not leaving, then the home; of equals the last one known longest. */
    private static Comparator<Member> fitness(ClusterMap map, int range, Answers answers) {
        int home = map.range(range).home();
        return Comparator.comparingLong((Member member) -> answers.sequence(member, range))
                .thenComparing(member -> map.slave(member.number()).isUp())
                .thenComparing(member -> member.number() == home)
                .thenComparing(Comparator.comparingInt(Member::number).reversed());
    }

    /** One that counted as down and has answered after all is up again: it serves. */
    void applyTo(MapEdit edit, int range) {
        edit.upIfDown(primary.number());
        edit.range(range, entry -> {
            entry.keepInSync(inSync);
            entry.promote(primary);
        });
    }
}
