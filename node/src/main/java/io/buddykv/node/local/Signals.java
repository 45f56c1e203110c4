package io.buddykv.node.local;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals that Java itself cannot send. */
final class Signals {
    private static final long PATIENCE_MILLIS = 5_000;

    private Signals() {}

    static boolean pause(long pid) {
        return send("-STOP", pid);
    }

    static boolean resume(long pid) {
        return send("-CONT", pid);
    }

    private static boolean send(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && kill.exitValue() == 0;
        } catch (IOException e) {
            throw new LaunchException("cannot run the command 'kill': " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
