package io.buddykv.node.boot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The servers of a managed ZooKeeper that is more than one process, in the order of their numbers, which begin at 1. Every
 * server is told the same.
 */
public record Ensemble(List<Server> servers) {
    private static final String OPTION = "--ensemble";

    /**
     * One of them, as the others reach it.
     *
     * @param peerPort where followers follow it while it leads
     * @param electionPort where a leader is agreed upon
     */
    public record Server(String host, int peerPort, int electionPort) {
        @Override
        public String toString() {
            return host + ":" + peerPort + ":" + electionPort;
        }
    }

    public Ensemble {
        servers = List.copyOf(servers);
        if (servers.size() < 2) {
            throw new InvalidSettingException(OPTION, servers, "must name every server, two at least");
        }
    }

    /** @param text {@code host:peer-port:election-port} of each, with commas between them */
    public static Ensemble parse(String text) {
        return new Ensemble(
                Arrays.stream(text.split(",", -1)).map(Ensemble::server).toList());
    }

    /** @param number from 1 on */
    public Server server(int number) {
        if (number < 1 || number > servers.size()) {
            throw new InvalidSettingException(
                    "--number", number, "must be from 1 to " + servers.size() + ", as " + OPTION + " has them");
        }
        return servers.get(number - 1);
    }

    private static Server server(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || parts[0].isBlank()) {
            throw new InvalidSettingException(OPTION, "'" + text + "'", "must be host:peer-port:election-port");
        }
        return new Server(parts[0], port(parts[1], text), port(parts[2], text));
    }

    private static int port(String text, String server) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new InvalidSettingException(OPTION, "'" + server + "'", "has a port that is no number");
        }
        throw new InvalidSettingException(OPTION, "'" + server + "'", "has a port that is not from 1 to 65535");
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return servers.stream().map(Server::toString).collect(Collectors.joining(","));
    }
}
