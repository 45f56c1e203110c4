package io.buddykv.node.cluster;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RequestWriter;
import io.buddykv.protocol.resp.RespReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One blocking connection to a client port. Commands may be sent in advance; replies come in their order. */
final class NodeConnection implements AutoCloseable {
    private static final int BUFFER_OCTETS = 16 * 1024;

    private final Socket socket = new Socket();
    private final RespReader reader = new RespReader();
    private final byte[] buffer = new byte[BUFFER_OCTETS];
    private final ByteBuf out = Unpooled.buffer();
    private final RequestWriter writer = new RequestWriter().to(out);

    NodeConnection(NodeAddress address, int timeoutMillis) throws IOException {
        try {
            socket.connect(new InetSocketAddress(address.host(), address.port()), timeoutMillis);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMillis);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Written with the next {@link #flush()}. */
    void send(String... command) {
        writer.command(command);
    }

    /** Written with the next {@link #flush()}. */
    void send(byte[]... command) {
        writer.begin(command.length);
        for (byte[] argument : command) {
            writer.argument(argument);
        }
    }

    void flush() throws IOException {
        out.readBytes(socket.getOutputStream(), out.readableBytes());
        out.clear();
    }

    Reply read() throws IOException {
        for (Reply reply = reader.next(); ; reply = reader.next()) {
            if (reply != null) {
                return reply;
            }
            int length = socket.getInputStream().read(buffer);
            if (length < 0) {
                throw new EOFException("closed by the server");
            }
            reader.append(buffer, 0, length);
        }
    }

    Reply ask(String... command) throws IOException {
        send(command);
        flush();
        return read();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}
