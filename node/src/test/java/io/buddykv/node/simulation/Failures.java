package io.buddykv.node.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Exceptions as text. */
final class Failures {
    private Failures() {}

    static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
