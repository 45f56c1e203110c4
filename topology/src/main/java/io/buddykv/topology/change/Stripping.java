package io.buddykv.topology.change;

import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes every role that may be taken from the members that are gone, in all ranges at once. */
record Stripping(ClusterMap map, Predicate<Member> gone, Answers answers) {

    void applyTo(MapEdit edit) {
        for (int range = 0; range < edit.rangeCount(); range++) {
            RangeEntry entry = edit.range(range);
            if (entry.isDown() || !entry.anyMember(gone)) {
                continue;
            }
            if (gone.test(entry.primary())) {
                replacePrimary(edit, range, entry);
            } else {
                dropCopies(edit, range, entry);
            }
        }
    }

    /** Joining copies of the members that are gone cannot be there: a number has one role in a range. */
    private void replacePrimary(MapEdit edit, int range, RangeEntry entry) {
        List<Member> others =
                entry.inSync().stream().filter(Predicate.not(gone)).toList();
        Optional<Promotion> promotion = Promotion.among(map, range, others, answers);
        if (promotion.isPresent()) {
            promotion.get().applyTo(edit, range);
        } else {
            edit.range(range, RangeEdit::goDown);
        }
    }

    private void dropCopies(MapEdit edit, int range, RangeEntry entry) {
        boolean mayShrink = answers.answered(entry.primary());
        edit.range(range, changed -> {
            entry.joining().stream().filter(gone).forEach(changed::dropJoining);
            entry.inSync().stream().filter(gone).forEach(member -> {
                changed.cancelHandOverTo(member);
                if (mayShrink) {
                    changed.dropInSync(member);
                }
            });
        });
    }
}
