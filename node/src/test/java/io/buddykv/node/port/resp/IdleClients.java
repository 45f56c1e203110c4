package io.buddykv.node.port.resp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Connections that do nothing, in a process of their own: one process may not open both ends of so many. */
final class IdleClients {
    private IdleClients() {}

    static Process start(int port, int connections) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleClients.class.getName(),
                        Integer.toString(port),
                        Integer.toString(connections))
                .inheritIO()
                .start();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        List<SocketChannel> connections = new ArrayList<>();
        while (connections.size() < Integer.parseInt(arguments[1])) {
            connections.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
        }
        Thread.currentThread().join();
    }
}
