package io.buddykv.node.replication;

import io.buddykv.node.store.EffectEncoder;
import io.buddykv.node.time.Lateness;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * The primary's end of the connection to one copy: records of all ranges that the copy follows here go over it, batched
 * per flush; acknowledgements, promises and refusals come back.
 *
 * <p>Frames are added by any thread that holds the range's lock (order of locks: range, then link). All else happens on
 * the link's own thread of control.
 */
public final class SourceLink implements FrameLink.Receiver {
    /** A body longer than this travels in parts. */
    static final int MAX_BODY_BYTES = FrameSplitter.MAX_FRAME_BYTES - 1024;

    /** Of large bodies, no more than this is added to what one flush sends. */
    private static final int SLICE_BYTES = 4 * FrameSplitter.MAX_FRAME_BYTES;

    /** How the link stands. */
    private enum State {
        CONNECTING,
        OPEN,
        CLOSED
    }

    private final Member peer;
    private final Endpoints endpoints;
    private final ReplicationContext context;
    private final RangeSet ranges;
    private final FrameSplitter splitter = new FrameSplitter();
    private final SendLog sendLog = new SendLog();
    private final AtomicBoolean flushRequested = new AtomicBoolean();
    private final JoinFeed joins;
    private final List<RangeReplica> handingOver = new ArrayList<>();
    private final List<CopyProgress> agreed = new ArrayList<>();
    private final Set<Integer> frozenRanges = new HashSet<>();

    /** Guarded by this link. */
    private FrameWriter out = new FrameWriter();

    private final InFlight inFlight = new InFlight();
    private final LargeBodies large = new LargeBodies();
    private final FillWindow window;
    private final Lateness lateness = new Lateness();

    private FrameWriter sending = new FrameWriter();
    private Timers loop;
    private FrameLink link;
    private byte[] ownNonce;
    private int peerProtocol;
    private long suspectedNanos;
    private long beatPosition;
    private long heldAck;
    private long sentPosition;

    private volatile State state = State.CONNECTING;
    private volatile long leaseUntilNanos;
    private volatile boolean leased;
    private volatile long lastHeardNanos;
    private volatile long lastBeatNanos;
    private volatile boolean frozen;
    private volatile boolean dismissed;
    private volatile boolean sendsLarge;
    private volatile Fullness peerFullness = Fullness.NONE;
    private volatile int bufferedBytes;

    SourceLink(Member peer, Endpoints endpoints, ReplicationContext context, RangeSet ranges) {
        this.peer = peer;
        this.endpoints = endpoints;
        this.context = context;
        this.ranges = ranges;
        this.joins = new JoinFeed(this, context);
        ReplicationSettings settings = context.settings();
        this.window = new FillWindow(settings.joinWindowBytes() / JoinFeed.CHUNK_BYTES, settings.suspicionNanos() / 2);
    }

    void start(FrameConnector connector) {
        connector.connect(endpoints, itsLoop -> {
            loop = itsLoop;
            return this;
        });
    }

    public Member peer() {
        return peer;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether acknowledgements come in as they should; false once it has failed or the copy has refused a range. */
    boolean isOrderly() {
        return state == State.OPEN && !frozen;
    }

    /** Since when nothing has come from the copy, as monotonic nanoseconds; only while it is open. */
    long lastHeardNanos() {
        return lastHeardNanos;
    }

    /**
     * Whether nothing has come from the copy for so long, as this link's own thread has seen it: what has come while that
     * stood still it has not seen yet.
     */
    boolean isSilentFor(long nanos) {
        return lastBeatNanos - lastHeardNanos >= lateness.patienceNanos(nanos);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean leaseHolds(long nanos) {
        return leased && leaseUntilNanos - nanos > 0;
    }

    boolean hasRoom() {
        return bufferedBytes < context.settings().maxLinkBytes();
    }

    /** Whether another chunk may be sent. */
    synchronized boolean mayFill() {
        return window.isOpen() && hasRoom();
    }

    Fullness peerFullness() {
        return peerFullness;
    }

    // ---- adding frames; the caller holds the range's lock

    void append(CopyProgress copy, long primarySince, long sequence, byte[] body, int offset, int length) {
        appendBody(FrameType.RECORD, copy, primarySince, sequence, sequence, body, offset, length, false);
    }

    void append(CopyProgress copy, long primarySince, long sequence, EffectEncoder record) {
        appendBody(
                FrameType.RECORD,
                copy,
                primarySince,
                sequence,
                sequence,
                record.bytes(),
                0,
                record.length(),
                record.isLasting());
    }

    synchronized void appendChunk(CopyProgress copy, long primarySince, EffectEncoder chunk) {
        if (state == State.CLOSED) {
            return;
        }
        window.sent(context.nanos());
        appendBody(
                FrameType.CHUNK,
                copy,
                primarySince,
                0,
                InFlight.CHUNK,
                chunk.bytes(),
                0,
                chunk.length(),
                chunk.isLasting());
    }

    /** @param lasting whether nobody writes into the body any more, so that it need not be copied to wait */
    private synchronized void appendBody(
            FrameType type,
            CopyProgress copy,
            long primarySince,
            long sequence,
            long mark,
            byte[] body,
            int offset,
            int length,
            boolean lasting) {
        if (state == State.CLOSED) {
            return;
        }
        if (length > MAX_BODY_BYTES || large.holds(copy.range.index())) {
            byte[] own = lasting ? body : Arrays.copyOfRange(body, offset, offset + length);
            large.add(new LargeBodies.Waiting(type, copy, primarySince, sequence, mark, own, length));
            sendsLarge = true;
        } else {
            writeLast(type, copy, primarySince, sequence, mark, body, offset, length);
        }
        bufferedBytes = out.length() + large.bytes();
    }

    private void writeLast(
            FrameType type,
            CopyProgress copy,
            long primarySince,
            long sequence,
            long mark,
            byte[] body,
            int offset,
            int length) {
        out.begin(type)
                .int32(copy.range.index())
                .int64(primarySince)
                .int64(sequence)
                .octets(body, offset, length)
                .end();
        inFlight.add(copy, mark);
    }

    private void writePart(LargeBodies.Waiting waiting, int from, int length, boolean last) {
        if (last) {
            writeLast(
                    waiting.type(),
                    waiting.copy(),
                    waiting.primarySince(),
                    waiting.sequence(),
                    waiting.mark(),
                    waiting.body(),
                    from,
                    length);
        } else {
            out.begin(FrameType.RECORD_PART)
                    .int32(waiting.copy().range.index())
                    .int32(waiting.length())
                    .octets(waiting.body(), from, length)
                    .end();
            inFlight.add(null, InFlight.PLAIN);
        }
    }

    void offer(RangeReplica range) {
        streamEnds(range);
        plain(writer -> writer.begin(FrameType.OFFER)
                .int32(range.index())
                .int64(range.primarySince())
                .int64(range.epoch()));
        requestFlush();
    }

    /** The position of the next frame. */
    synchronized long nextPosition() {
        return inFlight.lastPosition() + 1;
    }

    /** Whether what this range has to send comes after what other ranges add later; any thread. */
    boolean isBehindLargeBody(int range) {
        if (!sendsLarge) {
            return false;
        }
        synchronized (this) {
            return large.holds(range);
        }
    }

    private synchronized void streamEnds(RangeReplica range) {
        window.dropped(large.forget(range.index()));
    }

    /** @param fromSequence what the copy has said that it holds */
    void resume(RangeReplica range, long fromSequence) {
        streamEnds(range);
        plain(writer -> writer.begin(FrameType.RESUME)
                .int32(range.index())
                .int64(range.epoch())
                .int64(fromSequence)
                .history(range.history()));
    }

    void fill(RangeReplica range) {
        streamEnds(range);
        plain(writer -> writer.begin(FrameType.FILL)
                .int32(range.index())
                .int64(range.epoch())
                .int64(range.sequence())
                .history(range.history()));
    }

    /** The copy has been sent everything: its acknowledgement of this frame means that it has caught up. */
    void appendFilled(CopyProgress copy) {
        appendCompared(FrameType.FILLED, copy, InFlight.FILLED);
    }

    /** The copy is to compare what it holds at this place of the stream: its acknowledgement means that it is the same. */
    void appendProof(CopyProgress copy) {
        appendCompared(FrameType.PROOF, copy, InFlight.PROOF);
    }

    void appendReleased(RangeReplica range) {
        plain(writer -> writer.begin(FrameType.RELEASED).int32(range.index()).int64(range.epoch()));
        requestFlush();
    }

    /** Tells the copy that this epoch lists it as well; returns the frame's position. */
    synchronized long appendListed(CopyProgress copy, long epoch) {
        if (state != State.CLOSED) {
            out.begin(FrameType.LISTED).int32(copy.range.index()).int64(epoch).end();
            inFlight.add(copy, InFlight.LISTED);
            bufferedBytes = out.length() + large.bytes();
        }
        return inFlight.lastPosition();
    }

    private synchronized void appendCompared(FrameType type, CopyProgress copy, long mark) {
        if (state == State.CLOSED) {
            return;
        }
        Proof proof = copy.range.proof();
        copy.proofSent(proof);
        if (large.holds(copy.range.index())) {
            byte[] checksum =
                    ByteBuffer.allocate(Long.BYTES).putLong(proof.checksum()).array();
            large.add(new LargeBodies.Waiting(
                    type, copy, proof.sequence(), proof.keys(), mark, checksum, checksum.length));
        } else {
            out.begin(type)
                    .int32(copy.range.index())
                    .int64(proof.sequence())
                    .int64(proof.keys())
                    .int64(proof.checksum())
                    .end();
            inFlight.add(copy, mark);
        }
        bufferedBytes = out.length() + large.bytes();
    }

    private synchronized void plain(UnaryOperator<FrameWriter> frame) {
        if (state != State.CLOSED) {
            frame.apply(out).end();
            inFlight.add(null, InFlight.PLAIN);
            bufferedBytes = out.length() + large.bytes();
        }
    }

    synchronized long unacknowledgedFrames() {
        return inFlight.size();
    }

    /** Sends what has been added, soon; any thread. */
    void requestFlush() {
        if (flushRequested.compareAndSet(false, true)) {
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushRequested.set(false);
        if (state != State.OPEN || !link.isWritable()) {
            return;
        }
        long position;
        boolean more;
        synchronized (this) {
            while (!large.isEmpty() && out.length() < SLICE_BYTES) {
                large.writeTurn(MAX_BODY_BYTES, this::writePart);
            }
            if (out.length() == 0) {
                return;
            }
            more = !large.isEmpty();
            sendsLarge = more;
            FrameWriter full = out;
            out = sending;
            sending = full;
            bufferedBytes = large.bytes();
            position = inFlight.lastPosition();
        }
        context.figures().sent(position - sentPosition);
        sentPosition = position;
        sendLog.sent(position, context.nanos());
        link.write(sending.bytes(), 0, sending.length());
        sending.clear();
        if (more) {
            requestFlush();
        }
    }

    // ---- the link's own thread of control

    @Override
    public void opened(FrameLink opened) {
        link = opened;
        lastHeardNanos = context.nanos();
    }

    @Override
    public void received(byte[] bytes, int offset, int length) {
        lastHeardNanos = context.nanos();
        try {
            splitter.split(bytes, offset, length, this::take);
        } catch (MalformedFrameException malformed) {
            close(malformed.getMessage());
        }
    }

    private void take(Frame frame) {
        if (state == State.CLOSED) {
            return;
        }
        switch (frame.type()) {
            case CHALLENGE -> greet(frame);
            case WELCOME -> welcome(frame);
            case REJECT -> rejected(frame);
            case ACK -> acknowledged(frame);
            case REFUSAL -> refused(frame);
            case POSITION -> positioned(frame);
            default -> throw new MalformedFrameException(frame.type() + " from a copy");
        }
    }

    private void greet(Frame frame) {
        byte[] nonce = frame.sized();
        peerProtocol = frame.protocol();
        if (!ProtocolVersion.isSpoken(peerProtocol)) {
            // Greeted all the same, so that the copy can say in its own log why it refuses.
            context.events().foreign(peer, peerProtocol);
        }
        Member self = context.self();
        ownNonce = context.credentials().nonce();
        FrameWriter hello = new FrameWriter();
        hello.begin(FrameType.HELLO)
                .text(context.clusterId())
                .member(self)
                .member(peer)
                .sized(ownNonce)
                .sized(context.credentials().proof(nonce, "source " + self.incarnation() + " to " + peer.incarnation()))
                .int32(ProtocolVersion.CURRENT)
                .end();
        link.write(hello.bytes(), 0, hello.length());
    }

    private void welcome(Frame frame) {
        if (!ProtocolVersion.isSpoken(peerProtocol)) {
            throw new MalformedFrameException(ProtocolVersion.refusal(peerProtocol));
        }
        if (ownNonce == null || !context.credentials().accepts(frame.sized(), ownNonce, "copy " + peer.incarnation())) {
            throw new MalformedFrameException("the copy does not know the cluster's secret");
        }
        state = State.OPEN;
        lastBeatNanos = context.nanos();
        suspectedNanos = lastBeatNanos;
        beat();
        context.events().opened(this);
    }

    private void rejected(Frame frame) {
        String reason = frame.text();
        close("rejected by " + peer + ": " + reason);
    }

    private void beat() {
        if (state != State.OPEN) {
            return;
        }
        ReplicationSettings settings = context.settings();
        long now = context.nanos();
        if (now - lastBeatNanos > 3 * settings.heartbeatNanos()) {
            // This process itself stood still: what it has not heard in that time says nothing about the copy.
            lastHeardNanos = now;
        }
        lateness.ticked(now, lastBeatNanos + settings.heartbeatNanos());
        lastBeatNanos = now;
        if (context.isMoving(now)) {
            beatWhenIdle();
        }
        if (now - Math.max(lastHeardNanos, suspectedNanos) > lateness.patienceNanos(settings.suspicionNanos())) {
            suspectedNanos = now;
            context.events().silent(peer, "no acknowledgement");
        }
        loop.after(settings.heartbeatNanos(), this::beat);
    }

    private void beatWhenIdle() {
        long position;
        synchronized (this) {
            position = inFlight.lastPosition();
        }
        if (position == beatPosition) {
            plain(writer -> writer.begin(FrameType.HEARTBEAT));
            position++;
        }
        beatPosition = position;
        flush();
    }

    private void acknowledged(Frame frame) {
        long position = frame.int64();
        peerFullness = Fullness.of(frame.octet());
        context.figures().acknowledged();
        if (frozen) {
            heldAck = Math.max(heldAck, position);
            return;
        }
        advance(position);
    }

    private void advance(long position) {
        synchronized (this) {
            if (position > inFlight.lastPosition()) {
                throw new MalformedFrameException("acknowledged position " + position + " was never sent");
            }
            while (!inFlight.isEmpty() && inFlight.firstUnacknowledged() <= position) {
                popAcknowledged();
            }
        }
        if (sendLog.acknowledged(position)) {
            ReplicationSettings settings = context.settings();
            leaseUntilNanos = sendLog.latestAcknowledgedNanos() + settings.leaseNanos() - settings.driftMarginNanos();
            leased = true;
        }
        joins.announceCaughtUp();
        announceAgreed();
        ranges.acknowledged(this);
        joins.acknowledged(position);
        releaseDrained();
    }

    private void popAcknowledged() {
        CopyProgress copy = inFlight.headCopy();
        long mark = inFlight.headSequence();
        long position = inFlight.firstUnacknowledged();
        inFlight.pop();
        if (copy == null) {
            return;
        }
        if (mark == InFlight.CHUNK) {
            window.acknowledged(context.nanos());
        } else if (copy.fate() != CopyProgress.Fate.REQUIRED || copy.link() != this || !copy.isOfStream(position)) {
            return; // Refused since, or of an earlier stream or tenure: it says nothing of what the copy holds (R3).
        } else if (mark == InFlight.FILLED) {
            joins.filledAcknowledged(copy);
        } else if (mark == InFlight.LISTED) {
            joins.listedAcknowledged(copy, position);
        } else if (mark == InFlight.PROOF) {
            agreed.add(copy);
        } else {
            copy.acknowledged(mark);
            if (copy.range.isHandingOver()) {
                handingOver.add(copy.range);
            }
        }
    }

    private void announceAgreed() {
        for (int i = 0; i < agreed.size(); i++) {
            CopyProgress copy = agreed.get(i);
            copy.range.lock().lock();
            try {
                if (copy.link() == this && copy.isProofSent()) {
                    agreed(copy);
                    handingOver.add(copy.range);
                }
            } finally {
                copy.range.lock().unlock();
            }
        }
        agreed.clear();
    }

    /** The caller holds the range's lock. */
    void agreed(CopyProgress copy) {
        copy.agreed();
        context.figures().agreed();
        context.events().agreed(copy.range.index(), peer, copy.proof());
    }

    private void releaseDrained() {
        for (int i = 0; i < handingOver.size(); i++) {
            RangeReplica range = handingOver.get(i);
            range.lock().lock();
            try {
                range.releaseWhenDrained();
            } finally {
                range.lock().unlock();
            }
        }
        handingOver.clear();
    }

    private void positioned(Frame frame) {
        RangeReplica range = ranges.range(frame.int32());
        boolean complete = frame.octet() != 0;
        long tenure = frame.int64();
        long sequence = frame.int64();
        range.lock().lock();
        try {
            CopyProgress copy = range.copies().find(peer);
            if (copy != null && copy.link() == this && copy.phase() == CopyProgress.Phase.OFFERED) {
                joins.begin(copy, complete, tenure, sequence);
            }
        } finally {
            range.lock().unlock();
        }
        flush();
    }

    private void refused(Frame frame) {
        int index = frame.int32();
        frame.int64();
        String reason = frame.text();
        RangeReplica range = ranges.range(index);
        range.lock().lock();
        try {
            CopyProgress copy = range.copies().find(peer);
            if (copy == null || copy.link() != this || range.isReleased()) {
                return;
            }
            if (copy.mayRefuseFormerTenure()) {
                // Refused again if it was the offer that was meant; nothing is promised for it before.
                offer(range);
                return;
            }
            copy.apart();
            frozen = true;
            frozenRanges.add(index);
            context.figures().refused();
            context.events().refused(index, range.epoch(), peer, reason);
        } finally {
            range.lock().unlock();
        }
    }

    /** The map has changed: acknowledgements count again when no refused range is followed here any more. */
    void mapChanged() {
        loop.execute(this::thaw);
    }

    private void thaw() {
        if (!frozen) {
            return;
        }
        frozenRanges.removeIf(index -> {
            RangeReplica range = ranges.range(index);
            range.lock().lock();
            try {
                CopyProgress copy = range.copies().find(peer);
                return copy == null || copy.phase() != CopyProgress.Phase.APART;
            } finally {
                range.lock().unlock();
            }
        });
        if (frozenRanges.isEmpty()) {
            frozen = false;
            if (heldAck > 0) {
                advance(heldAck);
            }
        }
    }

    @Override
    public void turnEnded() {
        flush();
    }

    @Override
    public void writable() {
        flush();
        joins.roomMade();
    }

    @Override
    public void closed(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        synchronized (this) {
            state = State.CLOSED;
            large.clear();
        }
        leased = false;
        joins.closed();
        context.events().closed(this, reason);
    }

    /**
     * Ends the link because the map needs it no more, and tells the copy so; any thread. The copy closes the connection:
     * were it closed here with acknowledgements on their way, a reset could overtake the goodbye.
     */
    void dismiss() {
        dismissed = true;
        loop.execute(() -> {
            if (state == State.OPEN) {
                plain(writer -> writer.begin(FrameType.GOODBYE));
                flush();
                closed("no longer needed");
                loop.after(context.settings().suspicionNanos(), link::close);
            } else {
                close("no longer needed");
            }
        });
    }

    /** Whether this slave itself wanted it to end. */
    public boolean isDismissed() {
        return dismissed;
    }

    /** Ends the link; any thread. */
    void close(String reason) {
        loop.execute(() -> {
            if (state != State.CLOSED) {
                if (link != null) {
                    link.close();
                }
                closed(reason);
            }
        });
    }

    Timers loop() {
        return loop;
    }
}
