package io.buddykv.node.membership.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.buddykv.node.membership.Announcement;
import io.buddykv.node.membership.MasterAddress;
import io.buddykv.topology.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What slaves and masters write into their ephemerals: JSON, so that people can read it; unknown fields are skipped. */
final class PresenceCodec {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private PresenceCodec() {}

    /** @param protocol 0, as when it is left out: before versions were told */
    record SlavePresence(int number, long incarnation, Endpoints endpoints, int protocol) {}

    static byte[] encode(SlavePresence presence) {
        return octets(presence);
    }

    static Announcement decodeSlave(String path, byte[] data) {
        SlavePresence presence = parse(data, SlavePresence.class);
        return new Announcement(
                path, presence.number(), presence.incarnation(), presence.endpoints(), presence.protocol());
    }

    static byte[] encode(MasterAddress master) {
        return octets(master);
    }

    static MasterAddress decodeMaster(byte[] data) {
        return parse(data, MasterAddress.class);
    }

    private static byte[] octets(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T parse(byte[] data, Class<T> type) {
        try {
            return JSON.readValue(data, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
