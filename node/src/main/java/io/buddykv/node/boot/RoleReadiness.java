package io.buddykv.node.boot;

import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/ready}: whether this node's role can serve, and what it waits for. */
@Readiness
public class RoleReadiness implements HealthCheck {
    @Inject
    StartedRole started;

    @Override
    public HealthCheckResponse call() {
        Optional<String> notReady = started.notReady();
        return HealthCheckResponse.named("role")
                .status(notReady.isEmpty())
                .withData("waitingFor", notReady.or(started::waitsFor).orElse("nothing"))
                .build();
    }
}
