package io.buddykv.node.port.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.buddykv.node.command.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands about connection, transaction and node, answered octet by octet as redis-server answers them. */
class SessionDifferentialTest {
    private static final Pattern CLIENT_ID = Pattern.compile("id\r\n:\\d+");
    private static RedisServer redis;
    private static TestingSlave slave;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = RedisServer.program();
        assumeTrue(program.isPresent(), "redis-server is not installed");
        redis = RedisServer.start(program.get());
        slave = TestingSlave.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            slave.close();
            redis.close();
        }
    }

    /** Each is a conversation on a new connection: requests parted by semicolons. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING; PING x; PING x y; ping; PiNg",
                "ECHO x; ECHO; ECHO a b",
                "NOSUCH; NOSUCH a b c; GET; GET a b; SET a",
                "CLIENT; CLIENT NOSUCH; CLIENT ID x; CLUSTER NOSUCH; CONFIG; CONFIG NOSUCH a; COMMAND NOSUCH",
                "SELECT 0; SELECT 1; SELECT a; SELECT 99; SELECT",
                "AUTH a; AUTH a b; AUTH a b c; AUTH default b; AUTH",
                "HELLO 1; HELLO 4; HELLO a; HELLO 2 FOO; HELLO 2 AUTH a b; HELLO 2 AUTH a; HELLO 2 SETNAME",
                "CLIENT GETNAME; CLIENT SETNAME ok; CLIENT GETNAME; CLIENT SETNAME; CLIENT GETNAME x",
                "CLIENT REPLY x; CLIENT REPLY SKIP; PING; PING; CLIENT REPLY OFF; PING; CLIENT REPLY ON; PING",
                "CLIENT NO-EVICT on; CLIENT NO-EVICT off; CLIENT NO-EVICT x; CLIENT NO-EVICT",
                "CLIENT KILL 1.2.3.4:5; CLIENT KILL ID 999999; CLIENT KILL ID a; CLIENT KILL ID 0; CLIENT KILL FOO bar;"
                        + " CLIENT KILL ID; CLIENT KILL ADDR 1.2.3.4:5 SKIPME maybe; CLIENT KILL TYPE foo;"
                        + " CLIENT KILL USER nobody",
                "CLIENT LIST TYPE foo; CLIENT LIST foo; CLIENT LIST ID a; CLIENT LIST ID 999998 999999;"
                        + " CLIENT LIST TYPE pubsub",
                "READONLY; READWRITE; ASKING; READONLY x",
                "RESET; HELLO 2 SETNAME x y; CLIENT SETNAME n; RESET; CLIENT GETNAME; MULTI; RESET; EXEC",
                "QUIT",
                "WAIT 0 0; WAIT a b; WAIT 1 b; WAIT 0 -1; WAIT 0",
                "CONFIG GET timeout; CONFIG GET time?ut nosuch*; CONFIG GET TIMEOUT timeo*; CONFIG GET; CONFIG GET nosuch; CONFIG SET nosuch 1;"
                        + " CONFIG SET timeout; CONFIG SET timeout a; CONFIG SET timeout -1; CONFIG SET timeout 0;"
                        + " CONFIG SET timeout 0 timeout 0; CONFIG SET timeout 1 foo; CONFIG SET maxclients 0 timeout 7;"
                        + " CONFIG SET TIMEOUT 0; CONFIG SET cluster-enabled no; CONFIG SET proto-max-bulk-len abc;"
                        + " CONFIG GET save; CONFIG GET appendonly; CONFIG SET save ''; CONFIG REWRITE; CONFIG RESETSTAT",
                "COMMAND GETKEYS GET a; COMMAND GETKEYS MSET a 1 b 2; COMMAND GETKEYS NOSUCH a; COMMAND GETKEYS PING x;"
                        + " COMMAND GETKEYS RENAME a b; COMMAND GETKEYS MGET a b c; COMMAND GETKEYS GET a b;"
                        + " COMMAND GETKEYSANDFLAGS GET a; COMMAND GETKEYSANDFLAGS RENAME a b; COMMAND GETKEYS GET",
                "COMMAND INFO nosuch; COMMAND LIST FILTERBY foo x; COMMAND LIST FOO; COMMAND LIST FILTERBY PATTERN nosuch*;"
                        + " COMMAND LIST FILTERBY PATTERN mget; COMMAND COUNT x",
                "CLUSTER KEYSLOT a; CLUSTER KEYSLOT {a}b; CLUSTER KEYSLOT; CLUSTER COUNTKEYSINSLOT a;"
                        + " CLUSTER COUNTKEYSINSLOT 99999; CLUSTER COUNTKEYSINSLOT -1; CLUSTER COUNTKEYSINSLOT 1;"
                        + " CLUSTER GETKEYSINSLOT 99999 1; CLUSTER GETKEYSINSLOT 1 -1; CLUSTER GETKEYSINSLOT 1 a",
                "SET {q}a 1; SET {q}b 1; CLUSTER COUNTKEYSINSLOT 7785; CLUSTER GETKEYSINSLOT 7785 0; DEL {q}a {q}b;"
                        + " CLUSTER GETKEYSINSLOT 7785 10",
                "MULTI; MULTI; PING; EXEC; EXEC; DISCARD",
                "MULTI; SET a 1; GET a; DISCARD; GET a; EXEC",
                "MULTI; NOSUCH; PING; EXEC; PING",
                "MULTI; GET; EXEC",
                "MULTI; SET a 1; INCR a; GET a; APPEND a x; INCR a; GET a; EXEC; DEL a",
                "MULTI; SET a; DISCARD; MULTI; PING; EXEC",
                "MULTI; WATCH a; UNWATCH; PING; EXEC",
                "MULTI; MGET a b; EXEC",
                "MULTI; EXEC; MULTI a; WATCH; UNWATCH a; DISCARD a; EXEC a",
                "MULTI; ECHO x; CLIENT GETNAME; TIME x; SELECT 0; SELECT 1; AUTH x; CLIENT SETNAME y; EXEC; CLIENT GETNAME",
                "WATCH a; SET a 1; MULTI; GET a; EXEC; MULTI; GET a; EXEC; DEL a",
                "WATCH a; UNWATCH; SET a 1; MULTI; GET a; EXEC; DEL a",
                "WATCH a; MULTI; DISCARD; SET a 1; MULTI; GET a; EXEC; DEL a",
                "WATCH a b; MGET a b; WATCH a; GET a",
                "MULTI; QUIT",
                "INFO nosuch; INFO modules; INFO cluster nosuch",
                "HELLO 3; GET nosuch; CONFIG GET timeout; MULTI; GET x; EXEC; WATCH x; SET x 1; MULTI; EXEC; DEL x; COMMAND INFO nosuch",
            })
    void conversation(String requests) throws IOException {
        try (RawClient theirs = new RawClient(redis.port());
                RawClient ours = new RawClient(slave.clientPort())) {
            StringBuilder text = new StringBuilder();
            for (String request : requests.split("; *")) {
                text.append(request).append("\r\n");
            }
            String expected = conversation(theirs, text.toString());
            assertThat(conversation(ours, text.toString())).isEqualTo(expected);
        }
    }

    @Test
    void unauthenticatedClientsAreTreatedAlike() throws IOException {
        String password = "secret";
        try (RawClient admin = new RawClient(redis.port());
                TestingSlave guarded = TestingSlave.start(new TestingSettings(), password)) {
            admin.call("CONFIG", "SET", "requirepass", password);
            try (RawClient theirs = new RawClient(redis.port());
                    RawClient ours = new RawClient(guarded.clientPort())) {
                String requests = "PING\r\nGET a\r\nNOSUCH\r\nGET\r\nHELLO\r\nHELLO 3\r\nHELLO 3 AUTH default wrong\r\n"
                        + "AUTH wrong\r\nAUTH nobody secret\r\nMULTI\r\nRESET\r\nCLUSTER SLOTS\r\nAUTH secret\r\nPING\r\n"
                        + "RESET\r\nPING\r\nAUTH default secret\r\nPING\r\nRESET\r\nHELLO 3 AUTH nobody secret\r\n"
                        + "HELLO 2 AUTH default secret SETNAME me\r\nCLIENT GETNAME\r\nAUTH wrong\r\nGET a\r\n";
                assertThat(conversation(ours, requests)).isEqualTo(conversation(theirs, requests));
            } finally {
                admin.call("CONFIG", "SET", "requirepass", "");
            }
        }
    }

    /** Everything that comes back until the end that QUIT asks for. */
    private static String conversation(RawClient client, String requests) throws IOException {
        client.send(requests + "QUIT\r\n");
        return CLIENT_ID.matcher(client.rest()).replaceAll("id\r\n:0");
    }
}
