package io.buddykv.node.store;

import java.util.ArrayList;
import java.util.List;

/** The kept answers of a table, taken out of it so that they outlive the deletion of all keys. */
final class KeptAnswers {
    private record Kept(byte[] key, byte[] value, long expireAt) {}

    private final List<Kept> kept = new ArrayList<>();

    private KeptAnswers() {}

    static KeptAnswers of(RangeTable table) {
        KeptAnswers answers = new KeptAnswers();
        if (table.answers() > 0) {
            table.forEach(entry -> {
                if (table.type(entry) == RangeTable.ANSWER) {
                    answers.kept.add(new Kept(table.key(entry), table.value(entry), table.expireAt(entry)));
                }
            });
        }
        return answers;
    }

    void putInto(Keyspace keys) {
        for (Kept each : kept) {
            keys.put(each.key, 0, each.key.length, each.value, 0, each.value.length, each.expireAt, RangeTable.ANSWER);
        }
    }
}
