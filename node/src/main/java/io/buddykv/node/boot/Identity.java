package io.buddykv.node.boot;

import java.util.OptionalInt;

/**
 * Who a node is and where it stands.
 *
 * @param requestedNumber the internal number a slave asks for (its ordinal); empty: the master gives one
 * @param zone failure domain; empty when there is only one
 * @param hostId the machine; copies of a key range avoid sharing it
 */
public record Identity(OptionalInt requestedNumber, String zone, String hostId) {
    public Identity {
        if (requestedNumber.isPresent() && requestedNumber.getAsInt() < 0) {
            throw new InvalidSettingException("--number", requestedNumber.getAsInt(), "must not be negative");
        }
    }
}
