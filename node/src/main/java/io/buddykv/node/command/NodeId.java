package io.buddykv.node.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The 40 hexadecimal digits by which cluster clients know a node: the same through all lives of a slave's number. */
final class NodeId {
    private NodeId() {}

    static String ofSlave(String clusterId, int number) {
        return digest(clusterId + "/slave/" + number);
    }

    static String ofMaster(String clusterId, String host, int clientPort) {
        return digest(clusterId + "/master/" + host + ":" + clientPort);
    }

    private static String digest(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
