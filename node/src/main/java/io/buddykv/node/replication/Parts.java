package io.buddykv.node.replication;

import java.io.ByteArrayOutputStream;

/** The parts of a body that came in several frames. What is put together is not copied once more to be read. */
final class Parts extends ByteArrayOutputStream {
    /** What has come stands in the first {@link #size()} octets; good until the next part. */
    byte[] octets() {
        return buf;
    }
}
