package io.buddykv.node.boot;

import java.security.Security;

/**
 * How long this process believes what it was told of a host's address. A pod that is replaced keeps its name and gets another
 * address; by itself a JVM goes on with the old one for half a minute, and slaves would know of no master for as long.
 */
public final class HostNames {
    private static final String KNOWN_SECONDS = "1";

    /** What is not known yet is about to be: pods of a cluster start together. */
    private static final String UNKNOWN_SECONDS = "1";

    private HostNames() {}

    /** Has to be called before the first host is looked up: from then on the JVM asks no more. */
    public static void areAskedForAgainSoon() {
        Security.setProperty("networkaddress.cache.ttl", KNOWN_SECONDS);
        Security.setProperty("networkaddress.cache.negative.ttl", UNKNOWN_SECONDS);
    }
}
