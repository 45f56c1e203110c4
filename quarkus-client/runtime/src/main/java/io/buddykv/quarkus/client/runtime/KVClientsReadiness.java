package io.buddykv.quarkus.client.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether every active client gets an answer from its cluster within its {@code health-timeout}. */
@Readiness
@ApplicationScoped
public class KVClientsReadiness implements HealthCheck {
    /** No application's key is asked for; which one does not matter. */
    private static final String KEY = "buddykv:readiness";

    @Inject
    KVClients clients;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("BuddyKV clients").up();
        for (String name : clients.active()) {
            String trouble = trouble(name);
            response.withData(name, trouble.isEmpty() ? "UP" : trouble);
            if (!trouble.isEmpty()) {
                response.down();
            }
        }
        return response.build();
    }

    private String trouble(String name) {
        long millis = clients.config(name).healthTimeout().toMillis();
        try {
            clients.client(name).async().exists(KEY).toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
            return "";
        } catch (TimeoutException late) {
            return "no answer within " + millis + " ms"
                    + (clients.client(name).clusterMap().isPresent()
                            ? ""
                            : ", and none so far from any of " + KVClientNames.property(name, "hosts"));
        } catch (ExecutionException failed) {
            return String.valueOf(failed.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
