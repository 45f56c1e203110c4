package io.buddykv.node.replication;

import io.buddykv.node.log.Journal;
import io.buddykv.node.time.Lateness;
import io.buddykv.node.time.Timers;
import io.buddykv.protocol.message.ProtocolVersion;
import io.buddykv.topology.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The copy's end of the connection from one source: applies its records, and acknowledges once per turn everything that
 * has arrived. Each acknowledgement is a promise (R6); refusals always go out before the next one (R3).
 *
 * <p>Confined to the link's thread of control, except {@link #sendRefusals()}, {@link #mapChanged()} and {@link #close}.
 */
public final class SinkLink implements FrameLink.Receiver {
    /** A record larger than this is not believed. */
    private static final int MAX_RECORD_BYTES = 1 << 30;

    private final ReplicationContext context;
    private final RangeSet ranges;
    private final Timers loop;
    private final Promise promise;
    private final byte[] nonce;
    private final FrameSplitter splitter = new FrameSplitter();
    private final FrameWriter out = new FrameWriter();
    private final Map<Integer, Parts> parts = new HashMap<>();
    private final List<Offer> postponed = new ArrayList<>();
    private final Set<Integer> followed = new HashSet<>();
    private final Set<Integer> refused = new HashSet<>();
    private final List<Promise.Refusal> refusals = new ArrayList<>();
    private final AtomicBoolean flushRequested = new AtomicBoolean();

    private final ArrayDeque<Unlogged> unlogged = new ArrayDeque<>();
    private final AtomicBoolean logLookScheduled = new AtomicBoolean();

    /** Whether an acknowledgement waits for the log: only then this link wants to hear of it. */
    private volatile boolean awaitsLog;

    private FrameLink link;
    private Greeting greeting;
    private boolean dismissed;
    private volatile Member source;
    private volatile boolean closed;
    private long framesTaken;
    private long framesNoted;
    private long framesLogged;
    private long framesAcknowledged;
    private long lastBeatNanos;
    private final Lateness lateness = new Lateness();
    private long lastHeardNanos;

    /** @param loop the thread of control on which this receiver is called */
    SinkLink(ReplicationContext context, RangeSet ranges, Timers loop) {
        this.context = context;
        this.ranges = ranges;
        this.loop = loop;
        this.promise = new Promise(context.settings().leaseNanos());
        this.nonce = context.credentials().nonce();
    }

    /** Frames up to {@code frames} may be acknowledged when the log has confirmed the position. */
    private record Unlogged(long frames, long position) {}

    /** A range that a source wants to stream. */
    private record Offer(int range, long primarySince, long epoch) {}

    /** A source that has proven that it belongs here, before it is welcome. */
    private record Greeting(String clusterId, Member source, Member to, byte[] nonce) {}

    Promise promise() {
        return promise;
    }

    /** Who streams; null before it has said so. */
    Member source() {
        return source;
    }

    @Override
    public void opened(FrameLink opened) {
        link = opened;
        out.begin(FrameType.CHALLENGE)
                .sized(nonce)
                .int32(ProtocolVersion.CURRENT)
                .end();
        flush();
    }

    @Override
    public void received(byte[] bytes, int offset, int length) {
        lastHeardNanos = context.nanos();
        try {
            splitter.split(bytes, offset, length, this::take);
        } catch (MalformedFrameException malformed) {
            end(malformed.getMessage());
        }
    }

    private void take(Frame frame) {
        if (closed) {
            return;
        }
        if (source == null) {
            greeted(frame);
            return;
        }
        framesTaken++;
        switch (frame.type()) {
            case HEARTBEAT -> {}
            case RECORD -> record(frame);
            case RECORD_PART -> part(frame);
            case CHUNK -> chunk(frame);
            case OFFER -> offered(new Offer(frame.int32(), frame.int64(), frame.int64()));
            case RESUME -> resume(frame);
            case FILL -> fill(frame);
            case FILLED -> filled(frame);
            case GOODBYE -> {
                dismissed = true;
                end("no longer needed");
            }
            case PROOF -> compare(frame);
            case LISTED -> listed(frame);
            case RELEASED -> released(frame);
            default -> throw new MalformedFrameException(frame.type() + " from a source");
        }
    }

    private void greeted(Frame frame) {
        if (frame.type() != FrameType.HELLO || greeting != null) {
            throw new MalformedFrameException(frame.type() + " before HELLO");
        }
        String clusterId = frame.text();
        Member from = frame.member();
        Member to = frame.member();
        byte[] sourceNonce = frame.sized();
        byte[] proof = frame.sized();
        int protocol = frame.protocol();
        String identity = "source " + from.incarnation() + " to " + to.incarnation();
        if (!context.credentials().accepts(proof, nonce, identity)) {
            reject("wrong credentials");
            return;
        }
        if (!ProtocolVersion.isSpoken(protocol)) {
            context.events().foreign(from, protocol);
            reject(ProtocolVersion.refusal(protocol));
            return;
        }
        greeting = new Greeting(clusterId, from, to, sourceNonce);
        answerGreeting();
    }

    /**
     * A slave that has registered is in the map, and hears from sources, before it has heard of either itself: the greeting
     * is answered once it has. A refusal in the meantime would read as a sign that it is gone.
     */
    private void answerGreeting() {
        if (greeting == null || !ranges.hasPlace()) {
            return;
        }
        Greeting from = greeting;
        greeting = null;
        if (!from.clusterId().equals(context.clusterId())) {
            reject("this is a slave of cluster " + context.clusterId());
        } else if (!from.to().equals(context.self())) {
            reject("this is " + context.self() + ", another life than " + from.to());
        } else {
            source = from.source();
            lastHeardNanos = context.nanos();
            lastBeatNanos = lastHeardNanos;
            out.begin(FrameType.WELCOME)
                    .sized(context.credentials()
                            .proof(from.nonce(), "copy " + from.to().incarnation()))
                    .end();
            flush();
            loop.after(context.settings().heartbeatNanos(), this::watch);
        }
    }

    private void reject(String reason) {
        out.begin(FrameType.REJECT).text(reason).end();
        flush();
        end(reason);
    }

    // ---- streams

    private void offered(Offer offer) {
        RangeReplica range = ranges.range(offer.range());
        range.lock().lock();
        try {
            if (range.epoch() < offer.epoch() && !range.awaits(source, offer.epoch())) {
                postponed.add(offer);
                return;
            }
            refused.remove(offer.range());
            String obstacle = range.isComplete()
                    ? context.journal().standstill()
                    : context.journal().refusal();
            if (obstacle != null) {
                refuse(range, "nothing can be stored here: " + obstacle);
            } else if (range.acceptsOffer(offer.primarySince())) {
                out.begin(FrameType.POSITION)
                        .int32(offer.range())
                        .octet(range.isComplete() ? 1 : 0)
                        .int64(range.lastWriter())
                        .int64(range.sequence())
                        .end();
            } else {
                refuse(range, "offered by an older tenure");
            }
        } finally {
            range.lock().unlock();
        }
    }

    private void resume(Frame frame) {
        RangeReplica range = ranges.range(frame.int32());
        range.lock().lock();
        try {
            begun(
                    range,
                    range.resume(this, frame.int64(), frame.int64(), frame.history()),
                    "no longer at that position, or of an older tenure");
        } finally {
            range.lock().unlock();
        }
    }

    private void fill(Frame frame) {
        RangeReplica range = ranges.range(frame.int32());
        range.lock().lock();
        try {
            begun(
                    range,
                    range.fill(this, frame.int64(), frame.int64(), frame.history()),
                    "streamed by an older tenure");
        } finally {
            range.lock().unlock();
        }
    }

    private void begun(RangeReplica range, boolean accepted, String otherwise) {
        parts.remove(range.index());
        if (accepted) {
            followed.add(range.index());
            refused.remove(range.index());
        } else {
            refuse(range, otherwise);
        }
    }

    private void filled(Frame frame) {
        RangeReplica range = ranges.range(frame.int32());
        Proof sources = proof(frame);
        range.lock().lock();
        try {
            if (!range.filled(this, sources)) {
                disagree(range, sources);
            }
        } finally {
            range.lock().unlock();
        }
    }

    private void compare(Frame frame) {
        RangeReplica range = ranges.range(frame.int32());
        Proof sources = proof(frame);
        range.lock().lock();
        try {
            if (!range.agrees(this, sources)) {
                disagree(range, sources);
            }
        } finally {
            range.lock().unlock();
        }
    }

    private void listed(Frame frame) {
        RangeReplica range = ranges.range(frame.int32());
        range.lock().lock();
        try {
            if (!range.listed(this, frame.int64())) {
                refuse(range, "it is not followed any more");
            }
        } finally {
            range.lock().unlock();
        }
    }

    private void released(Frame frame) {
        RangeReplica range = ranges.range(frame.int32());
        range.lock().lock();
        try {
            range.releasedBy(this, frame.int64());
        } finally {
            range.lock().unlock();
        }
    }

    private static Proof proof(Frame frame) {
        return new Proof(frame.int64(), frame.int64(), frame.int64());
    }

    private void disagree(RangeReplica range, Proof sources) {
        if (!refused.contains(range.index())) {
            context.figures().disagreed();
        }
        refuse(range, "it holds " + range.proof() + ", not " + sources);
    }

    private void part(Frame frame) {
        int range = frame.int32();
        int total = frame.int32();
        if (total < 0 || total > MAX_RECORD_BYTES) {
            throw new MalformedFrameException("a record of " + total + " octets");
        }
        parts.computeIfAbsent(range, key -> new Parts(total)).add(frame);
    }

    private void record(Frame frame) {
        int index = frame.int32();
        long primarySince = frame.int64();
        long sequence = frame.int64();
        RangeReplica range = ranges.range(index);
        Parts head = parts.isEmpty() ? null : parts.remove(index);
        range.lock().lock();
        try {
            RangeReplica.Applied applied;
            if (head == null) {
                applied = range.apply(this, primarySince, sequence, frame.bytes(), frame.offset(), frame.remaining());
            } else {
                byte[] body = head.endedBy(frame);
                applied = range.apply(this, primarySince, sequence, body, 0, body.length);
            }
            if (applied != RangeReplica.Applied.APPLIED) {
                refuse(range, "record " + sequence + " of tenure " + primarySince + ": " + applied);
            }
        } finally {
            range.lock().unlock();
        }
    }

    private void chunk(Frame frame) {
        int index = frame.int32();
        frame.int64();
        frame.int64();
        RangeReplica range = ranges.range(index);
        Parts head = parts.isEmpty() ? null : parts.remove(index);
        range.lock().lock();
        try {
            RangeReplica.Applied applied;
            if (head == null) {
                applied = range.applyChunk(this, frame.bytes(), frame.offset(), frame.remaining());
            } else {
                byte[] body = head.endedBy(frame);
                applied = range.applyChunk(this, body, 0, body.length);
            }
            if (applied != RangeReplica.Applied.APPLIED) {
                refuse(range, "chunk: " + applied);
            }
        } finally {
            range.lock().unlock();
        }
    }

    /** Tells the source once that a range is not followed; what else comes of that stream is passed over in silence. */
    private void refuse(RangeReplica range, String reason) {
        range.streamEnded(this);
        if (refused.add(range.index())) {
            writeRefusal(new Promise.Refusal(range.index(), range.learned(), reason));
        }
    }

    private void writeRefusal(Promise.Refusal refusal) {
        out.begin(FrameType.REFUSAL)
                .int32(refusal.range())
                .int64(refusal.learned())
                .text(refusal.reason())
                .end();
    }

    // ---- acknowledging

    @Override
    public void turnEnded() {
        if (source != null && !closed) {
            acknowledgeLogged();
        }
        flush();
    }

    /** What has arrived is acknowledged once this slave's log has confirmed it (R2). */
    private void acknowledgeLogged() {
        Journal journal = context.journal();
        if (framesTaken > framesNoted) {
            framesNoted = framesTaken;
            long position = journal.position();
            if (unlogged.isEmpty() && position <= journal.confirmed()) {
                framesLogged = framesTaken;
            } else {
                unlogged.add(new Unlogged(framesTaken, position));
                journal.flush();
            }
        }
        takeLogged(journal.confirmed());
        awaitsLog = !unlogged.isEmpty();
        if (awaitsLog) {
            takeLogged(journal.confirmed()); // It may have been confirmed before this link wanted to hear of it.
            awaitsLog = !unlogged.isEmpty();
        }
        if (framesLogged > framesAcknowledged) {
            acknowledge();
        }
    }

    private void takeLogged(long confirmed) {
        while (!unlogged.isEmpty() && unlogged.peek().position() <= confirmed) {
            framesLogged = unlogged.poll().frames();
        }
    }

    /** This slave's log has confirmed more; any thread. */
    void logConfirmed() {
        if (awaitsLog && logLookScheduled.compareAndSet(false, true)) {
            loop.execute(() -> {
                logLookScheduled.set(false);
                if (!closed && source != null) {
                    acknowledgeLogged();
                }
            });
        }
    }

    private void acknowledge() {
        long now = context.nanos();
        if (!context.isMoving(now)) {
            return;
        }
        promise.acknowledge(now, refusals, () -> {
            for (Promise.Refusal refusal : refusals) {
                if (refused.add(refusal.range())) {
                    writeRefusal(refusal);
                }
            }
            refusals.clear();
            context.figures().applied(framesLogged - framesAcknowledged);
            framesAcknowledged = framesLogged;
            out.begin(FrameType.ACK)
                    .int64(framesLogged)
                    .octet(context.fullness().octet())
                    .end();
            flush();
        });
    }

    /** Refusals that stand in line go out now rather than with the next acknowledgement. Any thread. */
    void sendRefusals() {
        loop.execute(() -> {
            if (!closed && promise.hasRefusals()) {
                acknowledge();
            }
        });
    }

    /** What waited for a newer map, a greeting or offers, is looked at again; any thread. */
    void mapChanged() {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            answerGreeting();
            if (postponed.isEmpty()) {
                return;
            }
            List<Offer> again = List.copyOf(postponed);
            postponed.clear();
            again.forEach(this::offered);
            flush();
        });
    }

    private void flush() {
        if (out.length() > 0 && link != null) {
            link.write(out.bytes(), 0, out.length());
            out.clear();
        }
    }

    private void watch() {
        if (closed) {
            return;
        }
        ReplicationSettings settings = context.settings();
        long now = context.nanos();
        if (now - lastBeatNanos > 3 * settings.heartbeatNanos()) {
            // This process itself stood still: what it has not heard in that time says nothing about the source.
            lastHeardNanos = now;
        }
        lateness.ticked(now, lastBeatNanos + settings.heartbeatNanos());
        lastBeatNanos = now;
        acknowledgeLogged();
        if (now - lastHeardNanos > lateness.patienceNanos(settings.suspicionNanos())) {
            lastHeardNanos = now;
            context.events().silent(source, "no heartbeat");
        }
        loop.after(settings.heartbeatNanos(), this::watch);
    }

    @Override
    public void writable() {
        flush();
    }

    @Override
    public void closed(String reason) {
        if (closed) {
            return;
        }
        closed = true;
        for (int index : followed) {
            RangeReplica range = ranges.range(index);
            range.lock().lock();
            try {
                range.streamEnded(this);
            } finally {
                range.lock().unlock();
            }
        }
        ranges.ended(this);
        if (source != null && !dismissed) {
            context.events().silent(source, "its link ended: " + reason);
        }
    }

    private void end(String reason) {
        if (link != null) {
            link.close();
        }
        closed(reason);
    }

    /** Ends the link; any thread. */
    void close(String reason) {
        loop.execute(() -> end(reason));
    }
}
