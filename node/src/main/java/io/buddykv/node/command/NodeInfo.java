package io.buddykv.node.command;

import io.buddykv.node.time.TimeSource;
import io.buddykv.topology.ClusterMap;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** The sections of INFO that every node has: fields that tools know from Redis, as far as they mean something here. */
public final class NodeInfo {
    private static final double MICROS = 1_000.0;

    private final String version;
    private final LocalNode local;
    private final ConnectedClients clients;
    private final CommandStatistics statistics;
    private final ServerParameters parameters;
    private final Supplier<NodeUsage> usage;
    private final TimeSource time;
    private final long startedNanos;
    private final String runId;

    /** @param version of BuddyKV */
    public NodeInfo(
            String version,
            LocalNode local,
            ConnectedClients clients,
            CommandStatistics statistics,
            ServerParameters parameters,
            Supplier<NodeUsage> usage,
            TimeSource time) {
        this.version = version;
        this.local = local;
        this.clients = clients;
        this.statistics = statistics;
        this.parameters = parameters;
        this.usage = usage;
        this.time = time;
        this.startedNanos = time.nanos();
        this.runId = UUID.randomUUID().toString().replace("-", "") + "00000000";
    }

    public List<InfoSection> sections() {
        return List.of(
                new InfoSection("Server", true, this::server),
                new InfoSection("Clients", true, this::clients),
                new InfoSection("Memory", true, this::memory),
                new InfoSection("Persistence", true, this::persistence),
                new InfoSection("Stats", true, this::stats),
                new InfoSection("Replication", true, this::replication),
                new InfoSection("CPU", true, this::cpu),
                new InfoSection("Modules", true, () -> ""),
                new InfoSection("Commandstats", false, this::commandStats),
                new InfoSection("Errorstats", true, this::errorStats),
                new InfoSection("Latencystats", false, this::latencyStats),
                new InfoSection("Cluster", true, () -> new InfoLines()
                        .add("cluster_enabled", 1)
                        .toString()),
                new InfoSection("BuddyKV", true, this::buddykv),
                new InfoSection("Keyspace", true, this::keyspace));
    }

    private String server() {
        long uptimeSeconds = (time.nanos() - startedNanos) / 1_000_000_000;
        return new InfoLines()
                .add("redis_version", ConnectionCommands.REDIS_VERSION)
                .add("redis_mode", "cluster")
                .add("buddykv_version", version)
                .add(
                        "os",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"))
                .add("arch_bits", 64)
                .add("java_version", System.getProperty("java.version"))
                .add("process_id", ProcessHandle.current().pid())
                .add("run_id", runId)
                .add("tcp_port", local.clientPort())
                .add("server_time_usec", time.wallMillis() * 1000)
                .add("uptime_in_seconds", uptimeSeconds)
                .add("uptime_in_days", uptimeSeconds / 86_400)
                .toString();
    }

    private String clients() {
        return new InfoLines()
                .add("connected_clients", clients.count())
                .add("cluster_connections", 0)
                .add("maxclients", parameters.find("maxclients").value().get())
                .add("blocked_clients", 0)
                .toString();
    }

    private String memory() {
        NodeUsage now = usage.get();
        Runtime runtime = Runtime.getRuntime();
        return new InfoLines()
                .add("used_memory", now.memoryBytes())
                .add("used_memory_human", human(now.memoryBytes()))
                .add("used_memory_dataset", now.memoryBytes())
                .add("used_memory_heap", runtime.totalMemory() - runtime.freeMemory())
                .add("total_heap", runtime.maxMemory())
                .add("maxmemory", now.memoryLimitBytes())
                .add("maxmemory_human", human(now.memoryLimitBytes()))
                .add("maxmemory_policy", "noeviction")
                .add("mem_allocator", "jvm")
                .toString();
    }

    private String persistence() {
        return new InfoLines()
                .add("loading", local.map() == null || !local.map().isCut() ? 1 : 0)
                .add("async_loading", 0)
                .add("rdb_bgsave_in_progress", 0)
                .add("rdb_last_bgsave_status", "ok")
                .add("aof_enabled", 0)
                .add("aof_last_write_status", "ok")
                .toString();
    }

    private String stats() {
        return new InfoLines()
                .add("total_connections_received", statistics.connections())
                .add("total_commands_processed", statistics.totalCommands())
                .add("total_net_input_bytes", statistics.inputBytes())
                .add("total_net_output_bytes", statistics.outputBytes())
                .add("rejected_connections", statistics.refusedConnections())
                .add("evicted_keys", 0)
                .add("evicted_clients", 0)
                .add(
                        "total_error_replies",
                        statistics.errors().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .toString();
    }

    /** To tools every node is a primary: what it copies for others it does not serve. */
    private String replication() {
        return new InfoLines()
                .add("role", "master")
                .add("connected_slaves", 0)
                .add("master_repl_offset", 0)
                .toString();
    }

    private String cpu() {
        double seconds =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                        ? os.getProcessCpuTime() / 1e9
                        : 0;
        return new InfoLines()
                .add("used_cpu_sys", String.format(Locale.ROOT, "%.6f", 0.0))
                .add("used_cpu_user", String.format(Locale.ROOT, "%.6f", seconds))
                .toString();
    }

    private String commandStats() {
        InfoLines lines = new InfoLines();
        for (CommandStatistics.OfCommand command : statistics.commands()) {
            lines.add(
                    "cmdstat_" + command.command().name(),
                    String.format(
                            Locale.ROOT,
                            "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                            command.calls(),
                            Math.round(command.meanMicros() * command.calls()),
                            command.meanMicros(),
                            command.rejected(),
                            command.failed()));
        }
        return lines.toString();
    }

    private String errorStats() {
        InfoLines lines = new InfoLines();
        statistics.errors().forEach((code, count) -> lines.add("errorstat_" + code, "count=" + count));
        return lines.toString();
    }

    private String latencyStats() {
        InfoLines lines = new InfoLines();
        statistics.latencies().forEach((family, latency) -> {
            if (latency.getTotalCount() > 0) {
                lines.add(
                        "latency_percentiles_usec_" + family,
                        "p50=" + micros(latency, 50) + ",p99=" + micros(latency, 99) + ",p99.9="
                                + micros(latency, 99.9));
            }
        });
        return lines.toString();
    }

    private String buddykv() {
        ClusterMap map = local.map();
        InfoLines lines = new InfoLines().add("buddykv_version", version);
        if (map != null) {
            lines.add("cluster_id", map.clusterId())
                    .add("map_version", map.version())
                    .add("map_term", map.term());
        }
        if (local.self() != null) {
            lines.add("slave_number", local.self().number());
        }
        Histogram waits = statistics.waits();
        lines.add("replication_waits", waits.getTotalCount())
                .add("replication_wait_p50_usec", micros(waits, 50))
                .add("replication_wait_p99_usec", micros(waits, 99));
        return lines.toString();
    }

    private String keyspace() {
        NodeUsage now = usage.get();
        return now.keys() == 0
                ? ""
                : new InfoLines()
                        .add("db0", "keys=" + now.keys() + ",expires=" + now.volatileKeys() + ",avg_ttl=0")
                        .toString();
    }

    private static String micros(Histogram latency, double percentile) {
        return String.format(Locale.ROOT, "%.3f", latency.getValueAtPercentile(percentile) / MICROS);
    }

    private static String human(long bytes) {
        String[] units = {"B", "K", "M", "G", "T"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + "B" : String.format(Locale.ROOT, "%.2f%s", value, units[unit]);
    }
}
