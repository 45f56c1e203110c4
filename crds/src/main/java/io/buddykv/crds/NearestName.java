package io.buddykv.crds;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be, by Levenshtein's distance. */
final class NearestName {
    private NearestName() {}

    /** The nearest of {@code known}; empty when even that differs in more than a third of its letters. */
    static Optional<String> of(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(typed, name))
                        .thenComparing(name -> name))
                .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 3));
    }

    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
