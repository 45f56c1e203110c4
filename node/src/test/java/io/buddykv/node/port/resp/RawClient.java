package io.buddykv.node.port.resp;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A client that sends what it is told to, octet by octet, and reads replies as the octets they are. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = (int) TimeUnit.SECONDS.toMillis(60);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = socket.getOutputStream();
    }

    /** One character is one octet. */
    RawClient send(String octets) throws IOException {
        return send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] octets) throws IOException {
        out.write(octets);
        return this;
    }

    /** As much of it as the server takes, which may end the connection meanwhile. */
    void sendWhileOpen(String octets) throws IOException {
        try {
            send(octets);
        } catch (SocketException ended) {
            // What has been sent is what the server wanted.
        }
    }

    RawClient command(String... arguments) throws IOException {
        return send(encoded(arguments));
    }

    String call(String... arguments) throws IOException {
        return command(arguments).reply();
    }

    static String encoded(String... arguments) {
        StringBuilder text = new StringBuilder("*" + arguments.length + "\r\n");
        for (String argument : arguments) {
            text.append('$')
                    .append(argument.length())
                    .append("\r\n")
                    .append(argument)
                    .append("\r\n");
        }
        return text.toString();
    }

    /** The next reply as a whole, one character for an octet. */
    String reply() throws IOException {
        String line = line();
        char type = line.charAt(0);
        if ("$=".indexOf(type) >= 0 && !line.equals("$-1")) {
            byte[] octets = new byte[Integer.parseInt(line.substring(1)) + 2];
            in.readFully(octets);
            return line + "\r\n" + new String(octets, StandardCharsets.ISO_8859_1);
        }
        StringBuilder reply = new StringBuilder(line + "\r\n");
        if ("*%~>".indexOf(type) >= 0 && !line.equals("*-1")) {
            int elements = Integer.parseInt(line.substring(1)) * (type == '%' ? 2 : 1);
            for (int i = 0; i < elements; i++) {
                reply.append(reply());
            }
        }
        return reply.toString();
    }

    /** Whether something has arrived that was not read. */
    boolean hasReply() throws IOException {
        return in.available() > 0;
    }

    /** Reads until the other end closes; returns how many octets came. */
    long drain() throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                total += read;
            }
        } catch (SocketException reset) {
            return total;
        }
        return total;
    }

    /** Everything that comes until the other end closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\r'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server has closed the connection");
            }
            line.append((char) octet);
        }
        in.readByte();
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
