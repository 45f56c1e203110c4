package io.buddykv.node.local;

import io.buddykv.protocol.resp.Reply;
import io.buddykv.protocol.resp.RespReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server whose answers a test writes by hand, octet for octet. */
final class TestingRespServer implements Closeable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** From a command in words to its answer; null never answers; an empty one closes the connection. */
    private volatile UnaryOperator<String> answers;

    TestingRespServer(UnaryOperator<String> answers) throws IOException {
        this.answers = answers;
        Thread acceptor = new Thread(this::accept, "testing-resp");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    HostPort address() {
        return new HostPort("127.0.0.1", listener.getLocalPort());
    }

    void answer(UnaryOperator<String> newAnswers) {
        answers = newAnswers;
    }

    List<String> asked() {
        return asked;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread connection = new Thread(() -> serve(socket), "testing-resp-connection");
                connection.setDaemon(true);
                connection.start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        RespReader reader = new RespReader();
        byte[] buffer = new byte[4096];
        try (socket) {
            for (int length = socket.getInputStream().read(buffer);
                    length >= 0;
                    length = socket.getInputStream().read(buffer)) {
                reader.append(buffer, 0, length);
                for (Reply request = reader.next(); request != null; request = reader.next()) {
                    String words = String.join(
                            " ",
                            ((Reply.Array) request)
                                    .elements().stream().map(Reply::text).toList());
                    asked.add(words);
                    String answer = answers.apply(words);
                    if (answer != null && answer.isEmpty()) {
                        return;
                    }
                    if (answer != null) {
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
        } catch (IOException broken) {
            // So did the client want it.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
