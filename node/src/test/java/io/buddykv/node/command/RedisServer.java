package io.buddykv.node.command;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real redis-server of this machine, in cluster mode with all slots, in memory: what our replies are compared with. */
public final class RedisServer implements AutoCloseable {
    private final Process process;
    private final Path directory;
    private final int port;

    private RedisServer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** The program, where it is installed. */
    public static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static RedisServer start(Path program) throws IOException {
        Path directory = Files.createTempDirectory("redis");
        int port = freePort();
        Process process = new ProcessBuilder(List.of(
                        program.toString(),
                        "--port " + port,
                        "--bind 127.0.0.1",
                        "--cluster-enabled yes",
                        "--cluster-port " + freePort(),
                        "--save ''",
                        "--appendonly no",
                        "--proto-max-bulk-len 64mb",
                        "--dir " + directory))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        RedisServer server = new RedisServer(process, directory, port);
        Awaitility.await().ignoreExceptions().atMost(20, TimeUnit.SECONDS).until(() -> {
            try (Connection connection = server.connect()) {
                connection.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
                return connection.call("CLUSTER", "INFO").contains("cluster_state:ok");
            }
        });
        return server;
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    Connection connect() throws IOException {
        return new Connection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Sends commands and gives replies as the octets they are. */
    static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        }

        String call(String... arguments) throws IOException {
            byte[][] encoded = Stream.of(arguments)
                    .map(argument -> argument.getBytes(StandardCharsets.ISO_8859_1))
                    .toArray(byte[][]::new);
            send(encoded);
            flush();
            return receive();
        }

        void send(byte[]... arguments) throws IOException {
            out.write(("*" + arguments.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            for (byte[] argument : arguments) {
                out.write(("$" + argument.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(argument);
                out.write('\r');
                out.write('\n');
            }
        }

        void flush() throws IOException {
            out.flush();
        }

        /** One whole reply, a character for an octet. */
        String receive() throws IOException {
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            reply(reply);
            return reply.toString(StandardCharsets.ISO_8859_1);
        }

        private void reply(ByteArrayOutputStream reply) throws IOException {
            String line = line();
            reply.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            char type = line.charAt(0);
            if ("$=!".indexOf(type) >= 0 && !line.equals("$-1")) {
                byte[] octets = new byte[Integer.parseInt(line.substring(1)) + 2];
                in.readFully(octets);
                reply.writeBytes(octets);
            } else if ("*%~>".indexOf(type) >= 0 && !line.equals("*-1")) {
                int elements = Integer.parseInt(line.substring(1)) * (type == '%' ? 2 : 1);
                for (int i = 0; i < elements; i++) {
                    reply(reply);
                }
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int octet = in.read();
            while (octet != '\r') {
                if (octet < 0) {
                    throw new EOFException("redis-server closed the connection");
                }
                line.append((char) octet);
                octet = in.read();
            }
            in.readByte();
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
