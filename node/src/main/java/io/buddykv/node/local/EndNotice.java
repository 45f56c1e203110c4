package io.buddykv.node.local;

import io.buddykv.protocol.message.Credentials;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells slaves, at their master ports, that the whole cluster ends, so that they hand nothing over: of what they would
 * hand over to one another, the one that ends last would be left as the only copy in sync.
 */
final class EndNotice {
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final String PATH = "/v1/end";

    private final Path secret;
    private final Consumer<String> log;

    /** @param log is told of slaves that could not be told: they try to hand over, and end later */
    EndNotice(Path secret, Consumer<String> log) {
        this.secret = secret;
        this.log = log;
    }

    void tell(List<HostPort> masterPorts) {
        for (HostPort slave : masterPorts) {
            try {
                int status = post(slave);
                if (status / 100 != 2) {
                    log.accept("the slave at " + slave + " was told that the cluster ends, and answers " + status);
                }
            } catch (IOException silent) {
                log.accept("the slave at " + slave + " cannot be told that the cluster ends: " + silent.getMessage());
            }
        }
    }

    private int post(HostPort slave) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri(slave).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod("POST");
        connection.setRequestProperty(
                Credentials.HEADER, new Credentials(Files.readString(secret).strip()).headerValue());
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static URI uri(HostPort slave) {
        try {
            return new URI("http", null, slave.host(), slave.port(), PATH, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
