package io.buddykv.node.boot;

import io.buddykv.crds.MemoryAmount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The arguments of a node process in the form in which programs write them: the role, then {@code --name=value}. What
 * people may write besides (help, blanks for the equals sign) and every message about what is wrong is left to
 * {@link NodeCommand}: loading its library takes a fifth of the time that a node takes to start.
 */
public final class NodeArguments {
    /** One option both ways: what settings tell of it, empty when it is not to be written, and how it is taken. */
    private record Argument(
            String name, Function<NodeSettings, Optional<Object>> told, BiConsumer<NodeOptions, String> taken) {}

    private static final List<Argument> ALL = List.of(
            text("--cluster", NodeSettings::clusterName, (options, value) -> options.cluster = value),
            text("--host", NodeSettings::host, (options, value) -> options.host = value),
            optional("--bind", NodeSettings::bind, (options, value) -> options.bind = value),
            number(
                    "--client-port",
                    settings -> settings.ports().client(),
                    (options, port) -> options.clientPort = port),
            number(
                    "--master-port",
                    settings -> settings.ports().master(),
                    (options, port) -> options.masterPort = port),
            number(
                    "--replication-port",
                    settings -> settings.ports().replication(),
                    (options, port) -> options.replicationPort = port),
            number("--slave-port", settings -> settings.ports().slave(), (options, port) -> options.slavePort = port),
            number("--http-port", settings -> settings.ports().http(), (options, port) -> options.httpPort = port),
            text(
                    "--zookeeper",
                    settings -> settings.zooKeeper().connectString(),
                    (options, value) -> options.zooKeeper = value),
            number(
                    "--zookeeper-session-millis",
                    settings -> settings.zooKeeper().sessionMillis(),
                    (options, millis) -> options.sessionMillis = millis),
            optional("--ensemble", NodeSettings::ensemble, (options, value) -> options.ensemble = value),
            optional(
                    "--number",
                    settings -> settings.identity().requestedNumber().isPresent()
                            ? Optional.of(settings.identity().requestedNumber().getAsInt())
                            : Optional.empty(),
                    (options, value) -> options.number = Integer.valueOf(value)),
            text("--zone", settings -> settings.identity().zone(), (options, value) -> options.zone = value),
            text("--host-id", settings -> settings.identity().hostId(), (options, value) -> options.hostId = value),
            optional(
                    "--secret-file", NodeSettings::secretFile, (options, value) -> options.secretFile = Path.of(value)),
            optional(
                    "--password-file",
                    NodeSettings::passwordFile,
                    (options, value) -> options.passwordFile = Path.of(value)),
            optional(
                    "--tls-certificate",
                    settings -> settings.tls().map(TlsFiles::certificate),
                    (options, value) -> options.tlsCertificate = Path.of(value)),
            optional(
                    "--tls-key",
                    settings -> settings.tls().map(TlsFiles::key),
                    (options, value) -> options.tlsKey = Path.of(value)),
            text("--data", NodeSettings::dataDirectory, (options, value) -> options.data = Path.of(value)),
            optional(
                    "--fsync",
                    settings -> settings.fsync().map(policy -> policy.label()),
                    (options, value) -> options.fsync = value),
            optional(
                    "--cluster-id-file",
                    NodeSettings::clusterIdFile,
                    (options, value) -> options.clusterIdFile = Path.of(value)),
            optional(
                    "--accept-partial",
                    settings -> settings.acceptPartial() ? Optional.of(true) : Optional.empty(),
                    (options, value) -> options.acceptPartial = Boolean.parseBoolean(value)),
            number("--slaves", settings -> settings.shape().slaves(), (options, slaves) -> options.slaves = slaves),
            number(
                    "--key-ranges",
                    settings -> settings.shape().keyRanges(),
                    (options, ranges) -> options.keyRanges = ranges),
            number(
                    "--buddies",
                    settings -> settings.shape().buddies(),
                    (options, buddies) -> options.buddies = buddies),
            text(
                    "--placement",
                    settings -> NodeOptions.label(settings.shape().placement()),
                    (options, value) -> options.placement = value),
            text(
                    "--rebalance-by",
                    settings -> settings.shape().rebalance().by().name().toLowerCase(Locale.ROOT),
                    (options, value) -> options.rebalanceBy = value),
            number(
                    "--max-parallel-moves",
                    settings -> settings.shape().rebalance().maxParallelMoves(),
                    (options, moves) -> options.maxParallelMoves = moves),
            optional(
                    "--max-bytes-per-second",
                    settings -> Optional.ofNullable(settings.shape().rebalance().maxBytesPerSecond()),
                    (options, value) -> options.maxBytesPerSecond = value),
            number(
                    "--lease-millis",
                    settings -> settings.timings().leaseMillis(),
                    (options, millis) -> options.leaseMillis = millis),
            number(
                    "--heartbeat-millis",
                    settings -> settings.timings().heartbeatMillis(),
                    (options, millis) -> options.heartbeatMillis = millis),
            number(
                    "--suspicion-millis",
                    settings -> settings.timings().suspicionMillis(),
                    (options, millis) -> options.suspicionMillis = millis),
            number(
                    "--check-millis",
                    settings -> settings.timings().checkMillis(),
                    (options, millis) -> options.checkMillis = millis),
            number(
                    "--stall-millis",
                    settings -> settings.timings().stallMillis(),
                    (options, millis) -> options.stallMillis = millis),
            number(
                    "--recopy-seconds",
                    settings -> settings.timings().recopySeconds(),
                    (options, seconds) -> options.recopySeconds = seconds),
            number(
                    "--safe-boot-seconds",
                    settings -> settings.timings().safeBootSeconds(),
                    (options, seconds) -> options.safeBootSeconds = seconds),
            number(
                    "--sole-serve-seconds",
                    settings -> settings.timings().soleServeSeconds(),
                    (options, seconds) -> options.soleServeSeconds = seconds),
            text(
                    "--memory",
                    settings -> new MemoryAmount(settings.memoryBytes()),
                    (options, value) -> options.memory = value),
            number("--event-loops", NodeSettings::eventLoops, (options, loops) -> options.eventLoops = loops),
            optional("--log-file", NodeSettings::logFile, (options, value) -> options.logFile = Path.of(value)));

    private NodeArguments() {}

    /** The arguments, role first, that make a node process start with {@code settings}. */
    public static List<String> of(NodeSettings settings) {
        List<String> arguments = new ArrayList<>(List.of(settings.role().label()));
        for (Argument argument : ALL) {
            argument.told().apply(settings).ifPresent(value -> arguments.add(argument.name() + "=" + value));
        }
        return arguments;
    }

    /** The settings behind {@code arguments}; empty when any of them is not of this form, or cannot be taken. */
    public static Optional<NodeSettings> read(String... arguments) {
        Optional<Role> role = arguments.length == 0
                ? Optional.empty()
                : Arrays.stream(Role.values())
                        .filter(candidate -> candidate.label().equals(arguments[0]))
                        .findFirst();
        NodeOptions options = new NodeOptions();
        for (int i = 1; i < arguments.length; i++) {
            if (!isTaken(arguments[i], options)) {
                return Optional.empty();
            }
        }
        try {
            return role.map(options::toSettings);
        } catch (IllegalArgumentException toBeExplained) {
            return Optional.empty();
        }
    }

    /** Of all options there are. */
    static List<String> names() {
        return ALL.stream().map(Argument::name).toList();
    }

    private static boolean isTaken(String text, NodeOptions options) {
        int equals = text.indexOf('=');
        Optional<Argument> argument = ALL.stream()
                .filter(candidate -> equals > 0 && text.substring(0, equals).equals(candidate.name()))
                .findFirst();
        try {
            argument.ifPresent(known -> known.taken().accept(options, text.substring(equals + 1)));
            return argument.isPresent();
        } catch (IllegalArgumentException toBeExplained) {
            return false;
        }
    }

    private static Argument text(
            String name, Function<NodeSettings, Object> told, BiConsumer<NodeOptions, String> taken) {
        return new Argument(name, settings -> Optional.of(told.apply(settings)), taken);
    }

    private static Argument number(
            String name, Function<NodeSettings, Integer> told, BiConsumer<NodeOptions, Integer> taken) {
        return new Argument(
                name,
                settings -> Optional.of(told.apply(settings)),
                (options, value) -> taken.accept(options, Integer.valueOf(value)));
    }

    private static Argument optional(
            String name, Function<NodeSettings, Optional<?>> told, BiConsumer<NodeOptions, String> taken) {
        return new Argument(name, settings -> told.apply(settings).map(value -> value), taken);
    }
}
