package io.buddykv.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory as Kubernetes writes it: {@code 512Mi}, {@code 2G}, {@code 1073741824}. Only whole numbers. */
public record MemoryAmount(long bytes) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L, "Ki", 1L << 10, "Mi", 1L << 20, "Gi", 1L << 30);

    /** @throws IllegalArgumentException when {@code text} is no such amount */
    @JsonCreator
    public static MemoryAmount parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no amount of memory; write a whole number with Ki, Mi, Gi, k, M, G or nothing");
        }
        try {
            return new MemoryAmount(
                    Math.multiplyExact(Long.parseLong(matcher.group(1)), (long) UNITS.get(matcher.group(2))));
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("'" + text + "' is more memory than there can be");
        }
    }

    /** The shortest exact form, as in {@code 512Mi}. */
    @Override
    @JsonValue
    public String toString() {
        for (String unit : new String[] {"Gi", "Mi", "Ki"}) {
            long size = UNITS.get(unit);
            if (bytes > 0 && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return Long.toString(bytes);
    }
}
