package io.buddykv.node.local;

import io.buddykv.protocol.message.Credentials;
import io.buddykv.protocol.message.Messages;
import io.buddykv.protocol.message.OrderAnswer;
import io.buddykv.protocol.message.PromotionOrder;
import io.buddykv.protocol.message.ShapeOrder;
import io.buddykv.protocol.message.SizeOrder;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Orders to the active master at its slave port, with the cluster's credentials; a change of master is waited for. */
final class MasterOrders {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 5_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long RETRY_MILLIS = 200;
    private static final int OK = 200;

    private final KvHome home;
    private final ClusterObserver observer = new ClusterObserver();

    MasterOrders(KvHome home) {
        this.home = home;
    }

    OrderAnswer resize(int slaves) throws IOException, InterruptedException {
        return send("PUT", "/v1/cluster/size", Messages.write(new SizeOrder(slaves)));
    }

    OrderAnswer reshape(ShapeOrder order) throws IOException, InterruptedException {
        return send("PUT", "/v1/cluster/shape", Messages.write(order));
    }

    OrderAnswer drain(int number) throws IOException, InterruptedException {
        return send("POST", "/v1/cluster/slaves/" + number + "/drain", new byte[0]);
    }

    OrderAnswer undrain(int number) throws IOException, InterruptedException {
        return send("POST", "/v1/cluster/slaves/" + number + "/undrain", new byte[0]);
    }

    OrderAnswer promote(PromotionOrder order) throws IOException, InterruptedException {
        return send("PUT", "/v1/cluster/promotion", Messages.write(order));
    }

    /** @throws LaunchException with the master's reason when it refuses */
    private OrderAnswer send(String method, String path, byte[] body) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String obstacle = "no master is active";
        while (System.nanoTime() - deadline < 0) {
            Optional<Integer> port = activePort();
            if (port.isPresent()) {
                try {
                    return ask(method, port.get(), path, body);
                } catch (RefusedOrderException refused) {
                    if (port.equals(activePort())) {
                        throw new LaunchException(refused.getMessage());
                    }
                    obstacle = refused.getMessage();
                } catch (IOException silent) {
                    obstacle = "the master does not answer: " + silent.getMessage();
                }
            }
            Thread.sleep(RETRY_MILLIS);
        }
        throw new LaunchException(obstacle);
    }

    private Optional<Integer> activePort() {
        return new StateFile(home.state())
                .read()
                .flatMap(observer::activeReport)
                .flatMap(ClusterReport::activeMaster)
                .map(ClusterReport.Master::slavePort);
    }

    private OrderAnswer ask(String method, int port, String path, byte[] body)
            throws IOException, RefusedOrderException {
        HttpURLConnection connection =
                (HttpURLConnection) uri(port, path).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestMethod(method);
        connection.setRequestProperty(
                Credentials.HEADER,
                new Credentials(Files.readString(home.secret()).strip()).headerValue());
        connection.setDoOutput(true);
        connection.getOutputStream().write(body);
        if (connection.getResponseCode() != OK) {
            try (InputStream error = connection.getErrorStream()) {
                String reason = error == null ? "" : new String(error.readAllBytes(), StandardCharsets.UTF_8);
                throw new RefusedOrderException(
                        reason.isBlank() ? "refused with status " + connection.getResponseCode() : reason.strip());
            }
        }
        try (InputStream in = connection.getInputStream()) {
            return Messages.read(in.readAllBytes(), OrderAnswer.class);
        }
    }

    private static URI uri(int port, String path) {
        try {
            return new URI("http", null, ClusterPlan.HOST, port, path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A master that was reached said no: it may have its reasons, or not be the active one any more. */
    private static final class RefusedOrderException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedOrderException(String reason) {
            super(reason);
        }
    }
}
