package io.buddykv.node.replication;

/** The parts of a body that comes in several frames, put together in one array of the size that the first has told. */
final class Parts {
    private final byte[] octets;
    private int size;

    /** @param total how many octets the whole body has */
    Parts(int total) {
        octets = new byte[total];
    }

    void add(Frame frame) {
        if (frame.remaining() > octets.length - size) {
            throw new MalformedFrameException("parts of more than the " + octets.length + " octets that were told");
        }
        System.arraycopy(frame.bytes(), frame.offset(), octets, size, frame.remaining());
        size += frame.remaining();
    }

    /** The whole body, with the frame that ends it. */
    byte[] endedBy(Frame frame) {
        add(frame);
        if (size < octets.length) {
            throw new MalformedFrameException(size + " octets of " + octets.length + " that were told");
        }
        return octets;
    }
}
