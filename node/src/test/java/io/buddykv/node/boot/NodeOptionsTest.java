package io.buddykv.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.crds.ClusterShape;
import io.buddykv.crds.FsyncPolicy;
import io.buddykv.crds.InvalidClusterException;
import io.buddykv.crds.MemoryAmount;
import io.buddykv.crds.Placement;
import io.buddykv.crds.RebalanceBy;
import io.buddykv.crds.RebalanceSpec;
import io.buddykv.crds.Timings;
import io.buddykv.topology.KeyRanges;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NodeOptionsTest {
    private static final String[] NEEDED = {"--secret-file=s", "--zookeeper=localhost:2181"};

    private static NodeSettings parsed(Role role, String... arguments) {
        NodeOptions options = new NodeOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
        return options.toSettings(role);
    }

    private static String[] neededAnd(String argument) {
        return new String[] {NEEDED[0], NEEDED[1], argument};
    }

    @Test
    void withoutOptionsTheDefaultsAreThoseOfTheResource() {
        NodeSettings settings = parsed(Role.SLAVE, NEEDED);

        assertThat(settings.shape()).isEqualTo(ClusterShape.DEFAULT);
        assertThat(settings.timings()).isEqualTo(Timings.DEFAULT);
        assertThat(settings.shape().keyRanges()).isEqualTo(KeyRanges.DEFAULT);
        assertThat(settings.ports()).isEqualTo(new Ports(6379, 7400, 7401, 7402, 8080));
        assertThat(settings.identity().requestedNumber()).isEmpty();
        assertThat(settings.host()).isEqualTo("127.0.0.1");
    }

    @Test
    void settingsSurviveTheWayOverTheCommandLine() {
        NodeSettings settings = new NodeSettings(
                Role.SLAVE,
                "c",
                "127.0.0.2",
                Optional.of("0.0.0.0"),
                new Ports(1, 2, 3, 4, 5),
                new ZooKeeperAccess("a:1,b:2/kv", 700),
                Optional.of(Ensemble.parse("a:1:2,b:3:4,c:5:6")),
                new Identity(OptionalInt.of(7), "east", "host 1"),
                Optional.of(Path.of("/some where/secret")),
                Optional.of(Path.of("/password")),
                Optional.of(new TlsFiles(Path.of("/tls/cert"), Path.of("/tls/key"))),
                Path.of("/data"),
                Optional.of(FsyncPolicy.ALWAYS),
                Optional.of(Path.of("/id")),
                true,
                new ClusterShape(
                        5, 64, 2, Placement.RING, new RebalanceSpec(RebalanceBy.LOAD, 4, new MemoryAmount(1_000_000))),
                new Timings(600, 50, 200, 100, 400, 0, 5, 20),
                123_456_789,
                3,
                Optional.of(Path.of("/log")));
        List<String> arguments = NodeArguments.of(settings);

        assertThat(arguments.get(0)).isEqualTo("slave");
        assertThat(parsed(Role.SLAVE, arguments.subList(1, arguments.size()).toArray(String[]::new)))
                .isEqualTo(settings);
        assertThat(NodeArguments.read(arguments.toArray(String[]::new))).contains(settings);
    }

    @Test
    void everyOptionIsWrittenAndReadAsAnArgument() {
        assertThat(CommandLine.Model.CommandSpec.forAnnotatedObject(new NodeOptions())
                        .options())
                .allSatisfy(option -> assertThat(NodeArguments.names())
                        .as(option.longestName())
                        .contains(option.longestName()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slave --help",
                "--help",
                "",
                "king --secret-file=s --zookeeper=z:1",
                "slave --secret-file s --zookeeper=z:1",
                "slave --secret-file=s --zookeeper=z:1 --client-port=many",
                "slave --secret-file=s --zookeeper=z:1 --client-port=70000",
                "slave --secret-file=s --zookeeper=z:1 --unknown=1",
                "slave --secret-file=s",
            })
    void whatHasToBeExplainedIsLeftToTheCommandLine(String arguments) {
        assertThat(NodeArguments.read(arguments.split(" "))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--client-port=70000 | --client-port: 70000 must be from 0 to 65535",
                "--number=-1         | --number: -1 must not be negative",
                "--event-loops=0     | --event-loops: 0 must be from 1 to 256",
                "--memory=lots       | is no amount of memory",
                "--placement=star    | --placement: star must be spread or ring",
                "--ensemble=a:1:2    | --ensemble: [a:1:2] must name every server, two at least",
                "--ensemble=a:1:2,b:1 | --ensemble: 'b:1' must be host:peer-port:election-port",
                "--ensemble=a:1:x,b:1:2 | --ensemble: 'a:1:x' has a port that is no number",
                "--ensemble=a:1:2,b:1:2 | --number: (missing) says which server of the --ensemble this is",
                "--tls-key=k        | --tls-certificate: (missing) is what --tls-key belongs to",
                "--tls-certificate=c | --tls-key: (missing) is needed with --tls-certificate",
                "--bind=             | --bind: '' must be an address to bind",
                "--zookeeper-session-millis=100 | --zookeeper-session-millis: 100 must be from 400 to 30000",
            })
    void whatCannotBeMeantIsRefusedWithOptionAndValue(String argument, String message) {
        assertThatThrownBy(() -> parsed(Role.SLAVE, neededAnd(argument)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theResourcesOwnRulesHoldForOptionsToo() {
        assertThatThrownBy(() -> parsed(Role.MASTER, neededAnd("--lease-millis=100")))
                .isInstanceOf(InvalidClusterException.class)
                .hasMessageContaining("leaseMillis: 100 must be at least 280");
    }

    @Test
    void onlyAZooKeeperNeedsNoCredentials() {
        assertThat(parsed(Role.ZOOKEEPER).label()).isEqualTo("zookeeper");
        assertThatThrownBy(() -> parsed(Role.MASTER, "--zookeeper=localhost:2181"))
                .hasMessageContaining("--secret-file: (missing) is needed by a master");
        assertThatThrownBy(() -> parsed(Role.SLAVE, "--secret-file=x"))
                .hasMessageContaining("--zookeeper: (missing) must name ZooKeeper's host:port");
    }

    @Test
    void aSecretIsComparedAndNeverPrinted() {
        ClusterSecret secret = ClusterSecret.of("0123456789abcdef\n");

        assertThat(secret.matches("0123456789abcdef")).isTrue();
        assertThat(secret.matches("0123456789abcdeg")).isFalse();
        assertThat(secret.matches(null)).isFalse();
        assertThat(secret).hasToString("ClusterSecret(hidden)");
        assertThatThrownBy(() -> ClusterSecret.of("short")).hasMessageContaining("too short");
    }
}
