package io.buddykv.operator.reconciler;

import io.buddykv.crds.InvalidClusterException;
import io.buddykv.crds.kubernetes.ClusterResource;
import io.buddykv.crds.kubernetes.ClusterResourceStatus;
import io.buddykv.operator.dependent.BlueprintOf;
import io.buddykv.operator.dependent.ClientService;
import io.buddykv.operator.dependent.CredentialsSecret;
import io.buddykv.operator.dependent.MasterBudget;
import io.buddykv.operator.dependent.MasterPolicy;
import io.buddykv.operator.dependent.MasterService;
import io.buddykv.operator.dependent.MasterSet;
import io.buddykv.operator.dependent.MetricsMonitor;
import io.buddykv.operator.dependent.PodIdentity;
import io.buddykv.operator.dependent.SettingsMap;
import io.buddykv.operator.dependent.SlaveBudget;
import io.buddykv.operator.dependent.SlavePolicy;
import io.buddykv.operator.dependent.SlaveService;
import io.buddykv.operator.dependent.SlaveSet;
import io.buddykv.operator.dependent.WithGeneratedCredentials;
import io.buddykv.operator.dependent.WithManagedZooKeeper;
import io.buddykv.operator.dependent.WithPrometheusOperator;
import io.buddykv.operator.dependent.ZooKeeperBudget;
import io.buddykv.operator.dependent.ZooKeeperPolicy;
import io.buddykv.operator.dependent.ZooKeeperService;
import io.buddykv.operator.dependent.ZooKeeperSet;
import io.buddykv.operator.event.Events;
import io.buddykv.operator.model.Blueprint;
import io.buddykv.operator.model.MemoryShare;
import io.buddykv.operator.observe.EndNotices;
import io.buddykv.operator.observe.MapChanges;
import io.buddykv.operator.observe.Observation;
import io.buddykv.operator.observe.Observer;
import io.buddykv.operator.plan.Finding;
import io.buddykv.operator.plan.Plan;
import io.buddykv.operator.plan.Planner;
import io.buddykv.operator.status.StatusReport;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Observe, validate, plan, apply, report: asked after every change of a cluster's resource, objects, pods or map. */
@ControllerConfiguration(
        name = "buddykv",
        fieldManager = "buddykv-operator",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.HOURS))
@GradualRetry(
        maxAttempts = ClusterReconciler.FOR_EVER,
        initialInterval = ClusterReconciler.FIRST_RETRY_MILLIS,
        maxInterval = ClusterReconciler.LAST_RETRY_MILLIS)
@RateLimited(maxReconciliations = 3, within = 1)
@Workflow(
        explicitInvocation = true,
        handleExceptionsInReconciler = true,
        dependents = {
            @Dependent(type = PodIdentity.class),
            @Dependent(type = SettingsMap.class),
            @Dependent(type = CredentialsSecret.class, reconcilePrecondition = WithGeneratedCredentials.class),
            @Dependent(type = ClientService.class, useEventSourceWithName = Watched.SERVICES),
            @Dependent(type = SlaveService.class, useEventSourceWithName = Watched.SERVICES),
            @Dependent(type = MasterService.class, useEventSourceWithName = Watched.SERVICES),
            @Dependent(
                    type = ZooKeeperService.class,
                    useEventSourceWithName = Watched.SERVICES,
                    reconcilePrecondition = WithManagedZooKeeper.class),
            @Dependent(type = SlaveSet.class, useEventSourceWithName = Watched.SETS),
            @Dependent(type = MasterSet.class, useEventSourceWithName = Watched.SETS),
            @Dependent(
                    type = ZooKeeperSet.class,
                    useEventSourceWithName = Watched.SETS,
                    reconcilePrecondition = WithManagedZooKeeper.class),
            @Dependent(type = SlaveBudget.class, useEventSourceWithName = Watched.BUDGETS),
            @Dependent(type = MasterBudget.class, useEventSourceWithName = Watched.BUDGETS),
            @Dependent(
                    type = ZooKeeperBudget.class,
                    useEventSourceWithName = Watched.BUDGETS,
                    reconcilePrecondition = WithManagedZooKeeper.class),
            @Dependent(type = SlavePolicy.class, useEventSourceWithName = Watched.POLICIES),
            @Dependent(type = MasterPolicy.class, useEventSourceWithName = Watched.POLICIES),
            @Dependent(
                    type = ZooKeeperPolicy.class,
                    useEventSourceWithName = Watched.POLICIES,
                    reconcilePrecondition = WithManagedZooKeeper.class),
            @Dependent(type = MetricsMonitor.class, activationCondition = WithPrometheusOperator.class),
        })
public final class ClusterReconciler implements Reconciler<ClusterResource> {
    /** What fails is tried again, ever more seldom but for ever: nothing else would tell that it can be done now. */
    static final int FOR_EVER = -1;

    static final long FIRST_RETRY_MILLIS = 1_000;

    static final long LAST_RETRY_MILLIS = 60_000;

    private static final String SCALE = "/apis/buddykv.io/v1/namespaces/%s/kvclusters/%s/scale";

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

    private final Observer observer;
    private final MapChanges mapChanges;
    private final EndNotices endNotices;
    private final Steps steps;
    private final StatusReport report;
    private final Events events;
    private final String defaultImage;

    /** @param defaultImage of clusters that name none and that no operator has seen yet */
    public ClusterReconciler(
            Observer observer,
            MapChanges mapChanges,
            EndNotices endNotices,
            Steps steps,
            StatusReport report,
            Events events,
            String defaultImage) {
        this.observer = observer;
        this.mapChanges = mapChanges;
        this.endNotices = endNotices;
        this.steps = steps;
        this.report = report;
        this.events = events;
        this.defaultImage = defaultImage;
    }

    @Override
    public List<EventSource<?, ClusterResource>> prepareEventSources(EventSourceContext<ClusterResource> context) {
        return Watched.sources(context, mapChanges, endNotices);
    }

    @Override
    public UpdateControl<ClusterResource> reconcile(ClusterResource cluster, Context<ClusterResource> context) {
        try {
            MemoryShare.of(cluster.getSpec().validated());
        } catch (InvalidClusterException e) {
            return reported(cluster, report.invalid(cluster, e.getMessage()), context);
        }
        if (cluster.getSpec().replicas() == null
                && !Boolean.TRUE.equals(cluster.getSpec().paused())) {
            claimReplicas(cluster, context);
        }
        Observation seen = observer.observe(cluster, context);
        mapChanges.follow(ResourceID.fromResource(cluster), Observer.addresses(seen.masters()));
        endNotices.remember(
                ResourceID.fromResource(cluster),
                Observer.allAddresses(seen.slaves()),
                ClusterCredentials.kept(cluster, context));
        Plan plan = Planner.plan(seen);
        String image = image(cluster);
        Outcome outcome = plan.applies() ? carryOut(plan, cluster, seen, image, context) : Outcome.DONE;
        if (outcome == Outcome.OUTDATED) {
            return UpdateControl.<ClusterResource>noUpdate().rescheduleAfter(AFTER_TROUBLE);
        }
        Optional<Finding> trouble = outcome.trouble();
        Plan told = trouble.map(plan::withTrouble).orElse(plan);
        UpdateControl<ClusterResource> control = reported(cluster, report.of(cluster, seen, told, image), context);
        whenToLookAgain(seen, trouble).ifPresent(control::rescheduleAfter);
        return control;
    }

    private Outcome carryOut(
            Plan plan, ClusterResource cluster, Observation seen, String image, Context<ClusterResource> context) {
        BlueprintOf.put(context, blueprint(cluster, seen, plan, image));
        Outcome applied =
                Outcome.of(context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow());
        return applied == Outcome.DONE ? steps.carryOut(plan.steps(), cluster, seen, context) : applied;
    }

    /**
     * From now on {@code replicas} belongs to whoever scales: an autoscaler does nothing where there is no number. Written
     * without being read, since there is no scale of a cluster without the number; refused when somebody was quicker.
     */
    private static void claimReplicas(ClusterResource cluster, Context<ClusterResource> context) {
        String path = String.format(
                SCALE,
                cluster.getMetadata().getNamespace(),
                cluster.getMetadata().getName());
        Scale scale = new ScaleBuilder()
                .withNewMetadata()
                .withName(cluster.getMetadata().getName())
                .withNamespace(cluster.getMetadata().getNamespace())
                .withResourceVersion(cluster.getMetadata().getResourceVersion())
                .endMetadata()
                .withNewSpec()
                .withReplicas(cluster.getSpec().initialReplicas())
                .endSpec()
                .build();
        context.getClient().raw(path, "PUT", scale);
    }

    /** Pinned when the cluster is first seen, so that another operator with another default restarts nothing. */
    private String image(ClusterResource cluster) {
        if (cluster.getSpec().image() != null) {
            return cluster.getSpec().image();
        }
        return Optional.ofNullable(cluster.getStatus())
                .map(ClusterResourceStatus::image)
                .orElse(defaultImage);
    }

    private static Blueprint blueprint(ClusterResource cluster, Observation seen, Plan plan, String image) {
        return new Blueprint(
                Blueprint.names(cluster),
                cluster.getSpec(),
                image,
                plan.slavePods(),
                plan.volumes(),
                seen.sets(),
                plan.disruptionAllowed(),
                seen.view().map(view -> view.isBorn() ? view.clusterId() : null).or(seen::knownClusterId));
    }

    private UpdateControl<ClusterResource> reported(
            ClusterResource cluster, ClusterResourceStatus status, Context<ClusterResource> context) {
        if (Objects.equals(status, cluster.getStatus())) {
            return UpdateControl.noUpdate();
        }
        events.transitions(context.getClient(), cluster, StatusReport.conditions(cluster), status.conditions());
        ClusterResource patch = new ClusterResource();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(cluster.getMetadata().getName())
                .withNamespace(cluster.getMetadata().getNamespace())
                .build());
        patch.setStatus(status);
        return UpdateControl.patchStatus(patch);
    }

    /** Only what no event will tell: a machine's time running out, an order to be given again, a failed application. */
    private static Optional<Duration> whenToLookAgain(Observation seen, Optional<Finding> trouble) {
        return Planner.nextLook(seen).or(() -> trouble.map(failed -> AFTER_TROUBLE));
    }
}
