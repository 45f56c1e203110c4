package io.buddykv.node.simulation;

import java.util.List;

/**
 * One rule of the design, what shows that it is needed, and the places in the sources that keep it, each with what stands
 * there when the rule is taken out.
 *
 * @param name of the rule, as docs/architecture.md has it, and what of it this is
 * @param proof what goes well with the rule and wrong without it
 */
record Rule(String name, Proof proof, List<TakenOut.Edit> edits) {
    /** What goes well with a rule and wrong without it. */
    sealed interface Proof {
        /** A scenario of the simulation: one of the first {@code seeds} goes wrong. */
        record Simulated(Scenario scenario, int seeds) implements Proof {}

        /** A test of one piece, which fails. */
        record Tested(String testClass, String method) implements Proof {
            @Override
            public String toString() {
                return testClass.substring(testClass.lastIndexOf('.') + 1) + "#" + method;
            }
        }
    }

    TakenOut takenOut() {
        return TakenOut.of(edits);
    }

    @Override
    public String toString() {
        return name;
    }
}
