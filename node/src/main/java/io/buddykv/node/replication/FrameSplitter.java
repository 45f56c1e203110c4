package io.buddykv.node.replication;

import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts the octets of a link into frames, however they arrive. Holds at most one incomplete frame. */
final class FrameSplitter {
    /** The longest frame, its length field not counted. Larger records travel in parts. */
    static final int MAX_FRAME_BYTES = 64 * 1024;

    private final Frame frame = new Frame();
    private byte[] residue = new byte[0];
    private int residueLength;

    void split(byte[] bytes, int offset, int length, Consumer<Frame> consumer) {
        if (residueLength == 0) {
            int used = frames(bytes, offset, offset + length, consumer);
            keep(bytes, offset + used, length - used);
            return;
        }
        keep(bytes, offset, length);
        byte[] whole = residue;
        int wholeLength = residueLength;
        residueLength = 0;
        int used = frames(whole, 0, wholeLength, consumer);
        System.arraycopy(whole, used, whole, 0, wholeLength - used);
        residueLength = wholeLength - used;
    }

    private int frames(byte[] bytes, int from, int to, Consumer<Frame> consumer) {
        int at = from;
        while (to - at >= 4) {
            int size = (bytes[at] & 0xff) << 24
                    | (bytes[at + 1] & 0xff) << 16
                    | (bytes[at + 2] & 0xff) << 8
                    | (bytes[at + 3] & 0xff);
            if (size < 1 || size > MAX_FRAME_BYTES) {
                throw new MalformedFrameException("frame of " + size + " octets");
            }
            if (to - at - 4 < size) {
                break;
            }
            frame.wrap(bytes, at + 4, at + 4 + size);
            consumer.accept(frame);
            at += 4 + size;
        }
        return at - from;
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (residue.length - residueLength < length) {
            residue = Arrays.copyOf(residue, Math.max(residueLength + length, residue.length * 2));
        }
        System.arraycopy(bytes, offset, residue, residueLength, length);
        residueLength += length;
    }
}
