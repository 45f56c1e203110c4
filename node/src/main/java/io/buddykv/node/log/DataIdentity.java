package io.buddykv.node.log;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Whose data a directory holds, as a small text with a checksum in its last line.
 *
 * @param dataId lives as long as the directory's content
 * @param clusterId empty before the slave has been given its place
 * @param bootId of the machine when the directory was last in use
 * @param syncFailed whether an fsync has failed since
 */
record DataIdentity(int format, long dataId, String clusterId, String bootId, boolean syncFailed) {
    /** The newest form of a data directory that this program reads and writes. */
    static final int FORMAT = 1;

    byte[] toBytes() {
        String text = "format " + format + "\ndata-id " + dataId + "\ncluster " + clusterId + "\nboot " + bootId
                + "\nsync-failed " + syncFailed + "\n";
        return (text + "checksum " + checksum(text) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Null when it is damaged.
     *
     * @throws NewerFormatException when it is whole, and of a later version
     */
    static DataIdentity read(byte[] bytes, String name) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf("checksum ");
        if (end < 0 || !text.substring(end).equals("checksum " + checksum(text.substring(0, end)) + "\n")) {
            return null;
        }
        String[] lines = text.split("\n");
        int format = Integer.parseInt(value(lines[0]));
        if (format > FORMAT) {
            throw new NewerFormatException(name, format, FORMAT);
        }
        return new DataIdentity(
                format,
                Long.parseLong(value(lines[1])),
                value(lines[2]),
                value(lines[3]),
                Boolean.parseBoolean(value(lines[4])));
    }

    private static String value(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
