package io.buddykv.node.simulation;

/**
 * One rule of the design, one place in the sources that keeps it, and what stands there when it is taken out.
 *
 * @param name of the rule, as docs/architecture.md has it, and what of it this is
 * @param scenario in which the cluster goes wrong without it
 * @param seeds within which it does
 */
record Rule(String name, Scenario scenario, int seeds, String source, String original, String replacement) {
    TakenOut takenOut() {
        return TakenOut.of(source, original, replacement);
    }

    @Override
    public String toString() {
        return name;
    }
}
