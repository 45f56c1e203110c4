package io.buddykv.operator.event;

import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.operator.model.Labels;
import io.buddykv.operator.plan.Finding;
import io.buddykv.operator.plan.Reason;
import io.buddykv.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Tells of changes as Kubernetes events and in the log, in the same words. A condition speaks when its status or its reason
 * changes, so that nothing is told twice, not even by another operator. An event that cannot be written is only logged: it
 * keeps nothing from being done.
 */
public final class Events {
    private static final Logger LOG = Logger.getLogger(Events.class);
    private static final Set<Reason> WARNINGS = Set.of(
            Reason.MASTER_SILENT,
            Reason.RANGES_DOWN,
            Reason.INVALID,
            Reason.CREDENTIALS_MISSING,
            Reason.UPDATE_WOULD_LOSE_DATA,
            Reason.ORDER_REFUSED,
            Reason.APPLYING_FAILED,
            Reason.DATA_LOST,
            Reason.POD_FORCE_DELETED);

    private final Clock clock;

    public Events(Clock clock) {
        this.clock = clock;
    }

    /** Tells what of {@code after} is new; what several conditions say in the same words is told once. */
    public void transitions(
            KubernetesClient client, ClusterResource cluster, List<Condition> before, List<Condition> after) {
        Set<String> told = new HashSet<>();
        for (Condition condition : after) {
            boolean isOld = before.stream()
                    .anyMatch(earlier -> earlier.getType().equals(condition.getType())
                            && earlier.getReason().equals(condition.getReason())
                            && earlier.getStatus().equals(condition.getStatus()));
            if (!isOld
                    && !(before.isEmpty() && isQuietAtFirst(condition))
                    && told.add(condition.getReason() + condition.getMessage())) {
                boolean warning =
                        WARNINGS.stream().anyMatch(reason -> reason.word().equals(condition.getReason()));
                tell(client, cluster, condition.getReason(), condition.getMessage(), warning);
            }
        }
    }

    public void tell(KubernetesClient client, ClusterResource cluster, Finding finding) {
        tell(client, cluster, finding.reason().word(), finding.message(), WARNINGS.contains(finding.reason()));
    }

    /** That nothing is wrong with a cluster that has just been seen is no news. */
    private static boolean isQuietAtFirst(Condition condition) {
        return condition.getStatus().equals("False")
                && (condition.getType().equals(Conditions.DEGRADED)
                        || condition.getType().equals(Conditions.DATA_LOST));
    }

    private void tell(KubernetesClient client, ClusterResource cluster, String word, String message, boolean warning) {
        String name = cluster.getMetadata().getNamespace() + "/"
                + cluster.getMetadata().getName();
        LOG.logf(warning ? Logger.Level.WARN : Logger.Level.INFO, "%s: %s: %s", name, word, message);
        try {
            client.v1()
                    .events()
                    .resource(event(cluster, word, message, warning))
                    .create();
        } catch (KubernetesClientException e) {
            LOG.warnf("%s: the event %s could not be written: %s", name, word, e.getMessage());
        }
    }

    private Event event(ClusterResource cluster, String word, String message, boolean warning) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(cluster.getMetadata().getName() + "." + word.toLowerCase(Locale.ROOT) + ".")
                .withNamespace(cluster.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withName(cluster.getMetadata().getName())
                .withNamespace(cluster.getMetadata().getNamespace())
                .withUid(cluster.getMetadata().getUid())
                .endInvolvedObject()
                .withType(warning ? "Warning" : "Normal")
                .withReason(word)
                .withMessage(message)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent(Labels.OPERATOR)
                .endSource()
                .build();
    }
}
