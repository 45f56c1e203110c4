package io.buddykv.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCommandsTest {
    @ParameterizedTest
    @ValueSource(strings = {"status", "status --json", "cli PING", "cli SET key -1", "develop home cluster.yaml 60 1"})
    void withoutOptionsNoLibraryIsNeeded(String words) {
        assertThat(PlainCommands.of(List.of(words.split(" ")))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "up", "status --help", "status --home=x", "cli", "cli --raw GET a", "cli -p 7 PING"})
    void allElseIsReadByIt(String words) {
        assertThat(PlainCommands.of(List.of(words.split(" ")))).isEmpty();
    }
}
