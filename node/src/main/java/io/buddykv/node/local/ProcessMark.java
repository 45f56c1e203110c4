package io.buddykv.node.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same pid.
 *
 * @param pid the operating system's number, which is used again and again
 * @param started when the process began, in the operating system's own terms: compared, never computed with
 */
record ProcessMark(long pid, String started) {
    /** Position of {@code starttime} (ticks since boot) behind the command's name in Linux' {@code /proc/PID/stat}. */
    private static final int START_TIME_FIELD = 19;

    static ProcessMark of(ProcessHandle process) {
        return new ProcessMark(process.pid(), startOf(process).orElse(""));
    }

    /** The process while it lives; empty once it has ended, also when its pid belongs to another by now. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process).filter(started::equals).isPresent());
    }

    boolean isAlive() {
        return process().isPresent();
    }

    /** Whether the process lives but is stopped (SIGSTOP). Known on Linux only; elsewhere false. */
    boolean isPaused() {
        return isAlive() && stat(pid).map(fields -> fields[0].equals("T")).orElse(false);
    }

    private static Optional<String> startOf(ProcessHandle process) {
        Optional<String> ticks =
                stat(process.pid()).filter(fields -> !fields[0].equals("Z")).map(fields -> fields[START_TIME_FIELD]);
        return Files.exists(Path.of("/proc/self/stat"))
                ? ticks
                : process.info().startInstant().map(Object::toString);
    }

    /** The fields behind the command's name: the first is the state. */
    private static Optional<String[]> stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException | RuntimeException notLinuxOrGone) {
            return Optional.empty();
        }
    }
}
