package io.buddykv.protocol.message;

/**
 * The version of what nodes say to each other: frames of the replication stream, exchanges at master and slave ports. It
 * rises with every change that a node of the version before would not understand. Nodes of different versions do not
 * work together: each refuses the other and names both versions.
 */
public final class ProtocolVersion {
    /** What this node speaks. */
    public static final int CURRENT = 3;

    /** What a node is taken to speak that does not say, as before versions were told. */
    public static final int UNTOLD = 0;

    /** The header of each request between nodes, and of each answer to one. */
    public static final String HEADER = "X-BuddyKV-Protocol";

    private ProtocolVersion() {}

    public static boolean isSpoken(int version) {
        return version == CURRENT;
    }

    /** @param header null where there was none */
    public static int told(String header) {
        try {
            return header == null ? UNTOLD : Integer.parseInt(header.strip());
        } catch (NumberFormatException notANumber) {
            return UNTOLD;
        }
    }

    /** Why one that speaks {@code theirs} is refused here. */
    public static String refusal(int theirs) {
        return "protocol " + CURRENT + " is spoken here, not " + theirs;
    }
}
