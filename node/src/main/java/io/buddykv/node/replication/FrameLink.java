package io.buddykv.node.replication;

/** An ordered connection to another slave's replication port. Confined to its {@link io.buddykv.node.time.Timers}. */
public interface FrameLink {
    /** Hands octets over for sending; they are copied or written out before this returns. */
    void write(byte[] bytes, int offset, int length);

    /** Whether the peer takes octets at present; when it turns true again {@link Receiver#writable()} is called. */
    boolean isWritable();

    /** Closes it; the receiver's {@link Receiver#closed} is called once, later. */
    void close();

    /** The owner of a link's other end of the pipe, called on the link's own thread of control. */
    interface Receiver {
        void opened(FrameLink link);

        /** Octets have arrived; they are only valid during the call. */
        void received(byte[] bytes, int offset, int length);

        /** All that had arrived in this turn has been given to {@link #received}: time to acknowledge. */
        void turnEnded();

        void writable();

        /** The link has ended, or could not be opened; nothing is called after this. */
        void closed(String reason);
    }
}
