package io.buddykv.node.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link StatusReport} as lines for people. */
final class StatusTable {
    private static final String UNKNOWN = "?";

    private StatusTable() {}

    static List<String> lines(String clusterName, StatusReport status) {
        List<String> lines = new ArrayList<>();
        lines.add("cluster " + clusterName + "  id " + known(status.clusterId()) + "  map version "
                + known(status.version()) + "  " + (status.ready() ? "ready" : "NOT READY") + ", "
                + (status.redundant() ? "redundant" : "NOT REDUNDANT"));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-10s %-8s %8s %7s %7s", "master", "state", "pid", "client", "http"));
        for (StatusReport.Master master : status.masters()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-10s %-8s %8s %7d %7d",
                    master.number(),
                    master.state(),
                    known(master.pid(), "-"),
                    master.clientPort(),
                    master.httpPort()));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-10s %-8s %8s %7s %7s %7s %6s %9s %6s %10s %8s",
                "slave",
                "state",
                "pid",
                "client",
                "master",
                "http",
                "homes",
                "primaries",
                "copies",
                "keys",
                "ops/s"));
        for (StatusReport.Slave slave : status.slaves()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-10s %-8s %8s %7d %7d %7d %6s %9s %6s %10s %8s",
                    slave.number(),
                    slave.state(),
                    known(slave.pid(), "-"),
                    slave.clientPort(),
                    slave.masterPort(),
                    slave.httpPort(),
                    known(slave.homes()),
                    known(slave.primaries()),
                    known(slave.copies()),
                    known(slave.keys()),
                    slave.opsPerSecond() == null ? UNKNOWN : Math.round(slave.opsPerSecond())));
        }
        lines.add("");
        lines.add(ranges(status.ranges()));
        if (status.dataLosses() != null && status.dataLosses() > 0) {
            lines.add("DATA LOST: " + status.dataLosses()
                    + " key ranges have begun again empty in this cluster's life, because every copy was gone");
        }
        status.slaves().stream().filter(StatusTable::wasDamaged).forEach(slave -> lines.add(damage(slave)));
        return lines;
    }

    /** What changes when something happens, on one line: for logs. Rates and counts of keys are left out. */
    static String change(StatusReport status) {
        StringBuilder line = new StringBuilder();
        line.append("map ").append(known(status.version()));
        line.append(status.ready() ? ", ready" : ", not ready");
        line.append(status.redundant() ? ", redundant" : ", not redundant");
        for (StatusReport.Master master : status.masters()) {
            line.append("; master ").append(master.number()).append(' ').append(master.state());
        }
        for (StatusReport.Slave slave : status.slaves()) {
            line.append("; slave ")
                    .append(slave.number())
                    .append(' ')
                    .append(slave.state())
                    .append(" primaries ")
                    .append(known(slave.primaries()))
                    .append(" copies ")
                    .append(known(slave.copies()));
        }
        return line.append("; ").append(ranges(status.ranges())).toString();
    }

    private static boolean wasDamaged(StatusReport.Slave slave) {
        return slave.damagedRanges() != null && slave.damagedRanges() > 0;
    }

    private static String damage(StatusReport.Slave slave) {
        return "slave " + slave.number() + ": DAMAGED DATA when it started; " + slave.damagedRanges()
                + " key ranges are fetched from their other copies, see its log and the folder 'kept' of its data";
    }

    private static String ranges(ClusterReport.Ranges ranges) {
        if (ranges == null) {
            return "key ranges: nobody answers";
        }
        return "key ranges: " + ranges.total() + ", down " + ranges.down() + ", redirected " + ranges.redirected()
                + ", under-replicated " + ranges.underReplicated() + ", moving " + ranges.moving();
    }

    private static String known(Object value) {
        return known(value, UNKNOWN);
    }

    private static String known(Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }
}
