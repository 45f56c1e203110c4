package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ProcessMarkTest {
    @Test
    void aLaterProcessWithTheSamePidIsAnother() {
        ProcessMark self = ProcessMark.of(ProcessHandle.current());

        assertThat(self.isAlive()).isTrue();
        assertThat(new ProcessMark(self.pid(), self.started() + "1").isAlive()).isFalse();
        assertThat(new ProcessMark(self.pid(), "").isAlive()).isFalse();
    }

    @Test
    void aDeadProcessIsNotAlive() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        ProcessMark mark = ProcessMark.of(process.toHandle());
        assertThat(mark.isAlive()).isTrue();

        process.destroyForcibly().waitFor();

        assertThat(mark.isAlive()).isFalse();
    }

    @Test
    void aStoppedProcessIsPausedAndAlive() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")));
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            ProcessMark mark = ProcessMark.of(process.toHandle());
            assertThat(Signals.pause(process.pid())).isTrue();
            Awaitility.await().until(mark::isPaused);
            assertThat(mark.isAlive()).isTrue();

            assertThat(Signals.resume(process.pid())).isTrue();
            Awaitility.await().until(() -> !mark.isPaused());
        } finally {
            process.destroyForcibly();
        }
    }
}
