package io.buddykv.operator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while every watch is: one that could not be opened again is a reason to start anew. */
@Liveness
@ApplicationScoped
public class OperatorHealth implements HealthCheck {
    @Inject
    OperatorProcess process;

    @Override
    public HealthCheckResponse call() {
        boolean well = process.operator()
                .map(operator -> operator.getRuntimeInfo().allEventSourcesAreHealthy())
                .orElse(false);
        return HealthCheckResponse.named("watches").status(well).build();
    }
}
