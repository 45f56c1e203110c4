package io.buddykv.node.master;

/**
 * One of the things that one write of the map did.
 *
 * @param text what it was about, for people; empty where the reason says all
 */
public record MapStep(Reason reason, String text) {
    @Override
    public String toString() {
        return text.isEmpty() ? reason.text() : reason.text() + ": " + text;
    }
}
