package io.buddykv.crds;

/**
 * How long the cluster waits for what. Units are in the names; every time is counted by monotonic clocks.
 *
 * <p>The first five hang together: a failover is noticed, checked and written while the dead primary's promise runs out,
 * so that its successor can serve as soon as the wait is over. That budget, {@code heartbeatMillis + suspicionMillis +
 * checkMillis + }{@value #MAP_WRITE_MILLIS}{@code  <= leaseMillis}, is enforced here.
 *
 * @param leaseMillis how long a copy's promise not to serve a newer epoch holds
 * @param heartbeatMillis the longest silence on a link between two slaves
 * @param suspicionMillis silence on a link after which its other end is reported to the master
 * @param checkMillis how long the master waits for a suspect's answer
 * @param stallMillis how long one event loop may stand still before the whole process counts as failed
 * @param recopySeconds how long a key range may be short of copies before it gets a new one
 * @param safeBootSeconds how long the first boot waits for slaves that have not registered
 * @param soleServeSeconds how long a primary without other copies serves while it reaches neither ZooKeeper nor master
 */
public record Timings(
        int leaseMillis,
        int heartbeatMillis,
        int suspicionMillis,
        int checkMillis,
        int stallMillis,
        int recopySeconds,
        int safeBootSeconds,
        int soleServeSeconds) {

    /** What the budget of a failover grants to the write of the map. */
    public static final int MAP_WRITE_MILLIS = 50;

    public static final Timings DEFAULT = new Timings(300, 30, 120, 80, 200, 10, 30, 60);

    public Timings {
        between("leaseMillis", leaseMillis, 50, 60_000);
        between("heartbeatMillis", heartbeatMillis, 5, 10_000);
        between("suspicionMillis", suspicionMillis, 10, 60_000);
        between("checkMillis", checkMillis, 5, 60_000);
        between("stallMillis", stallMillis, 10, 600_000);
        between("recopySeconds", recopySeconds, 0, 86_400);
        between("safeBootSeconds", safeBootSeconds, 0, 3_600);
        between("soleServeSeconds", soleServeSeconds, 1, 86_400);
        if (suspicionMillis < 2 * heartbeatMillis) {
            throw new InvalidClusterException(
                    "spec.suspicionMillis",
                    suspicionMillis,
                    "must be at least twice heartbeatMillis (" + heartbeatMillis
                            + "), or one late heartbeat is a failure");
        }
        int budget = heartbeatMillis + suspicionMillis + checkMillis + MAP_WRITE_MILLIS;
        if (leaseMillis < budget) {
            throw new InvalidClusterException(
                    "spec.leaseMillis",
                    leaseMillis,
                    "must be at least " + budget + ": heartbeatMillis (" + heartbeatMillis + ") + suspicionMillis ("
                            + suspicionMillis + ") + checkMillis (" + checkMillis + ") + " + MAP_WRITE_MILLIS
                            + " for the write of the map");
        }
        if (stallMillis < suspicionMillis) {
            throw new InvalidClusterException(
                    "spec.stallMillis", stallMillis, "must be at least suspicionMillis (" + suspicionMillis + ")");
        }
    }

    private static void between(String field, int value, int least, int most) {
        KvClusterSpec.between("spec." + field, value, least, most);
    }
}
