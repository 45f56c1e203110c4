package io.buddykv.quarkus.client.runtime;

import io.buddykv.client.KVClient;
import io.buddykv.quarkus.client.KVClientName;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
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
        InjectableInstance<KVClient> all = Arc.container().select(KVClient.class, Any.Literal.INSTANCE);
        for (var handle : all.handles()) {
            if (handle.getBean().isActive()) {
                String name = name(handle.getBean().getQualifiers());
                String trouble = trouble(name);
                response.withData(name, trouble.isEmpty() ? "UP" : trouble);
                if (!trouble.isEmpty()) {
                    response.down();
                }
            }
        }
        return response.build();
    }

    private static String name(Iterable<Annotation> qualifiers) {
        for (Annotation qualifier : qualifiers) {
            if (qualifier instanceof KVClientName named) {
                return named.value();
            }
        }
        return KVClientsConfig.DEFAULT_NAME;
    }

    private String trouble(String name) {
        long millis = clients.config(name).healthTimeout().toMillis();
        try {
            clients.client(name).async().exists(KEY).toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
            return "";
        } catch (TimeoutException late) {
            return "no answer within " + millis + " ms";
        } catch (ExecutionException failed) {
            return String.valueOf(failed.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
