package io.buddykv.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.buddykv.node.routing.Router;
import io.buddykv.node.routing.Routing;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import io.buddykv.protocol.resp.Request;
import io.buddykv.protocol.resp.RequestParser;
import io.buddykv.protocol.resp.RespLimits;
import io.buddykv.topology.ClusterMap;
import io.buddykv.topology.Endpoints;
import io.buddykv.topology.KeyRanges;
import io.buddykv.topology.Member;
import io.buddykv.topology.RangeEntry;
import io.buddykv.topology.RangeState;
import io.buddykv.topology.SlaveEntry;
import io.buddykv.topology.SlaveState;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What comes before a command runs, for a pipeline of {@code SET}s with keys of 16 and values of 100 octets: the octets
 * are parsed, the command is looked up, its slot computed, and the map asked who serves it. Nanoseconds per request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RequestBenchmark.PIPELINE)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class RequestBenchmark {
    static final int PIPELINE = 64;

    private static final int RANGES = 256;
    private static final int SLAVES = 3;

    private final RequestParser parser = new RequestParser(RespLimits.DEFAULT);
    private final CommandTable commands = CommandTable.standard();
    private final Router router = new Router(new KeyRanges(RANGES));
    private final Request request = new Request();
    private final int[] slots = new int[PIPELINE];
    private byte[] pipeline;
    private ClusterMap map;
    private Member self;

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        String value = "v".repeat(100);
        for (int i = 0; i < PIPELINE; i++) {
            String key = String.format("key:%012d", random.nextInt(1_000_000));
            octets.writeBytes(
                    ("*3\r\n$3\r\nSET\r\n$16\r\n" + key + "\r\n$100\r\n" + value + "\r\n").getBytes(US_ASCII));
            slots[i] = random.nextInt(16384);
        }
        pipeline = octets.toByteArray();
        map = threeSlaves();
        self = map.range(0).primary();
    }

    private static ClusterMap threeSlaves() {
        TreeMap<Integer, SlaveEntry> slaves = new TreeMap<>();
        for (int number = 1; number <= SLAVES; number++) {
            Endpoints endpoints = new Endpoints("127.0.0.1", 6379 + number, 7400, 7401, 8080);
            slaves.put(number, new SlaveEntry(new Member(number, number, number), endpoints, "", "", SlaveState.UP));
        }
        List<RangeEntry> ranges = new ArrayList<>();
        for (int range = 0; range < RANGES; range++) {
            Member primary = slaves.get(1 + range % SLAVES).member();
            Member buddy = slaves.get(1 + (range + 1) % SLAVES).member();
            List<Member> inSync = List.of(primary, buddy);
            ranges.add(new RangeEntry(
                    primary.number(), primary, inSync, List.of(), 1, 1, 1, false, RangeState.SERVING, null));
        }
        return new ClusterMap("bench", 1, 1, 0, ranges, slaves);
    }

    @Benchmark
    public void parse(Blackhole sink) {
        for (int at = 0; at < pipeline.length; ) {
            at = parser.parse(pipeline, at, pipeline.length, request);
            sink.consume(request.count());
        }
    }

    @Benchmark
    public void parseAndRoute(Blackhole sink) {
        for (int at = 0; at < pipeline.length; ) {
            at = parser.parse(pipeline, at, pipeline.length, request);
            CommandSpec command = commands.find(request);
            sink.consume(router.route(command, request));
        }
    }

    /** Two in three requests go to another slave, whose {@code MOVED} is made. */
    @Benchmark
    public void locate(Blackhole sink) {
        for (int slot : slots) {
            Routing routing = router.locate(map, slot, self);
            sink.consume(routing);
        }
    }
}
