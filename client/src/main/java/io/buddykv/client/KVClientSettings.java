package io.buddykv.client;

import io.buddykv.client.connection.TlsEngines;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * What a client needs to know, and its bounds. Immutable; made by {@link #builder}.
 *
 * @param seeds client ports of some slaves or masters, by which the client finds the cluster
 * @param password said on each connection; null for none
 * @param tls encrypts each connection; null for none
 * @param clusterId the cluster that must answer; null: the one that answers first
 * @param deadline how long a call may take, repetitions included; {@link KVClient#withDeadline} has others
 * @param maxCalls calls under way at the same time
 * @param maxValueBytes octets of one value
 * @param eventLoops threads for connections, each with one connection to each slave
 * @param threads shared with other clients, in place of {@code eventLoops} of its own; null for its own
 * @param observer is told of every call
 */
public record KVClientSettings(
        List<InetSocketAddress> seeds,
        String password,
        TlsEngines tls,
        String clusterId,
        Duration deadline,
        int maxCalls,
        int maxValueBytes,
        int eventLoops,
        KVClientThreads threads,
        CallObserver observer) {
    /** Half of what the cluster keeps answers for; a call that is repeated for longer could be done twice. */
    public static final Duration LONGEST_DEADLINE = Duration.ofSeconds(60);

    public KVClientSettings {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("seeds: at least one address is needed");
        }
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("deadline must be more than 0 and at most 60 s, not " + deadline);
        }
        positive("maxCalls", maxCalls);
        positive("maxValueBytes", maxValueBytes);
        positive("eventLoops", eventLoops);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }

    /** These, where calls may take as long as that. */
    KVClientSettings withDeadline(Duration other) {
        return new KVClientSettings(
                seeds, password, tls, clusterId, other, maxCalls, maxValueBytes, eventLoops, threads, observer);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Everything but the seeds has a default. */
    public static final class Builder {
        private final List<InetSocketAddress> seeds = new ArrayList<>();
        private String password;
        private TlsEngines tls;
        private String clusterId;
        private Duration deadline = Duration.ofSeconds(2);
        private int maxCalls = 8192;
        private int maxValueBytes = 64 << 20;
        private int eventLoops = KVClientThreads.defaultLoops();
        private KVClientThreads threads;
        private CallObserver observer = CallObserver.NONE;

        private Builder() {}

        public Builder seed(String host, int port) {
            seeds.add(InetSocketAddress.createUnresolved(host, port));
            return this;
        }

        /** @param hostAndPort as {@code host:port} */
        public Builder seed(String hostAndPort) {
            int colon = hostAndPort.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a seed is host:port, not '" + hostAndPort + "'");
            }
            try {
                return seed(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
            } catch (IllegalArgumentException noPort) {
                throw new IllegalArgumentException("a seed is host:port, not '" + hostAndPort + "'", noPort);
            }
        }

        public Builder password(String newPassword) {
            password = newPassword;
            return this;
        }

        /** The cluster's client ports speak TLS. */
        public Builder tls(SSLContext context) {
            return tls(TlsEngines.of(context));
        }

        /** The same, with engines of one's own making; null: they do not. */
        public Builder tls(TlsEngines newTls) {
            tls = newTls;
            return this;
        }

        public Builder clusterId(String newClusterId) {
            clusterId = newClusterId;
            return this;
        }

        public Builder deadline(Duration newDeadline) {
            deadline = newDeadline;
            return this;
        }

        public Builder maxCalls(int newMaxCalls) {
            maxCalls = newMaxCalls;
            return this;
        }

        public Builder maxValueBytes(int newMaxValueBytes) {
            maxValueBytes = newMaxValueBytes;
            return this;
        }

        public Builder eventLoops(int newEventLoops) {
            eventLoops = newEventLoops;
            return this;
        }

        /** In place of threads of its own; they outlive the client. */
        public Builder threads(KVClientThreads newThreads) {
            threads = newThreads;
            return this;
        }

        public Builder observer(CallObserver newObserver) {
            observer = newObserver;
            return this;
        }

        public KVClientSettings build() {
            return new KVClientSettings(
                    seeds, password, tls, clusterId, deadline, maxCalls, maxValueBytes, eventLoops, threads, observer);
        }
    }
}
