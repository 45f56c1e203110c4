package io.buddykv.node.simulation;

/** What happened, one line each; nothing is kept while it is off. */
final class Trace {
    private final StringBuilder lines;

    private Trace(StringBuilder lines) {
        this.lines = lines;
    }

    static Trace off() {
        return new Trace(null);
    }

    static Trace on() {
        return new Trace(new StringBuilder());
    }

    boolean isOn() {
        return lines != null;
    }

    void note(long nanos, String text) {
        if (lines == null) {
            return;
        }
        lines.append("%11.3f  ".formatted(nanos / 1e6)).append(text).append('\n');
    }

    @Override
    public String toString() {
        return lines == null ? "" : lines.toString();
    }
}
