package io.buddykv.node.local;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RespReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One blocking connection to a client port, for one command at a time. */
final class RespConnection implements Closeable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int BUFFER_OCTETS = 16 * 1024;

    private final HostPort address;
    private final Socket socket;
    private final RespReader reader = new RespReader();
    private final byte[] buffer = new byte[BUFFER_OCTETS];

    private RespConnection(HostPort address, Socket socket) {
        this.address = address;
        this.socket = socket;
    }

    /**
     * @param password said first; empty: nothing is
     * @param answerMillis how long a reply is waited for
     */
    static RespConnection open(HostPort address, Optional<String> password, int answerMillis) throws IOException {
        RespConnection connection = open(address, answerMillis);
        if (password.isPresent() && connection.ask("AUTH", password.get()) instanceof Reply.Failure refused) {
            connection.close();
            throw new IOException(address + ": " + refused.text());
        }
        return connection;
    }

    private static RespConnection open(HostPort address, int answerMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(answerMillis);
            return new RespConnection(address, socket);
        } catch (IOException e) {
            socket.close();
            throw new IOException(address + ": " + e.getMessage(), e);
        }
    }

    HostPort address() {
        return address;
    }

    /** Sends one command and waits for its reply; pushes that come before are dropped. */
    Reply ask(List<byte[]> arguments) throws IOException {
        send(arguments);
        while (true) {
            Reply reply = read();
            if (!(reply instanceof Reply.Push)) {
                return reply;
            }
        }
    }

    /** Sends one command, whose reply is read later. */
    void send(List<byte[]> arguments) throws IOException {
        socket.getOutputStream().write(encoded(arguments));
    }

    /** Written without Netty's buffers, which take longer to load than a short command to run. */
    private static byte[] encoded(List<byte[]> arguments) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(ReplyScanner.ascii("*" + arguments.size() + "\r\n"));
        for (byte[] argument : arguments) {
            request.writeBytes(ReplyScanner.ascii("$" + argument.length + "\r\n"));
            request.writeBytes(argument);
            request.writeBytes(ReplyScanner.ascii("\r\n"));
        }
        return request.toByteArray();
    }

    Reply ask(String... arguments) throws IOException {
        return ask(java.util.Arrays.stream(arguments)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** The next reply, whether it was asked for or not. */
    Reply read() throws IOException {
        for (Reply reply = reader.next(); ; reply = reader.next()) {
            if (reply != null) {
                return reply;
            }
            try {
                int length = socket.getInputStream().read(buffer);
                if (length < 0) {
                    throw new IOException(address + " closed the connection");
                }
                reader.append(buffer, 0, length);
            } catch (SocketTimeoutException late) {
                throw new IOException(address + " did not answer within " + socket.getSoTimeout() + " ms", late);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
