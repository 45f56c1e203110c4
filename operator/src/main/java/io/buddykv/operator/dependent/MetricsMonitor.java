package io.buddykv.operator.dependent;

import io.buddykv.operator.model.ServiceMonitor;

/** What Prometheus' operator is told. */
public final class MetricsMonitor extends Part<ServiceMonitor> {
    public MetricsMonitor() {
        super(ServiceMonitor.class, ServiceMonitor::of);
    }
}
