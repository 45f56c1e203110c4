package io.buddykv.quarkus.client.deployment;

import io.buddykv.client.AsyncKVClient;
import io.buddykv.client.KVClient;
import io.buddykv.quarkus.client.KVClientName;
import io.buddykv.quarkus.client.MutinyKVClient;
import io.buddykv.quarkus.client.runtime.KVClientNames;
import io.buddykv.quarkus.client.runtime.KVClientRecorder;
import io.buddykv.quarkus.client.runtime.KVClients;
import io.buddykv.quarkus.client.runtime.KVClientsBuildConfig;
import io.buddykv.quarkus.client.runtime.KVClientsConfig;
import io.quarkus.arc.ActiveResult;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;

/** Makes a bean for each client that the application injects, and what goes with clients. */
class KVClientProcessor {
    static final String FEATURE = "buddykv";

    private static final DotName NAME = DotName.createSimple(KVClientName.class);
    private static final Set<DotName> CLIENTS = Set.of(
            DotName.createSimple(KVClient.class),
            DotName.createSimple(AsyncKVClient.class),
            DotName.createSimple(MutinyKVClient.class));

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(KVClients.class, KVClientName.class)
                .setUnremovable()
                .build();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void clients(
            BeanDiscoveryFinishedBuildItem discovered,
            KVClientRecorder recorder,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        for (String name : injected(discovered)) {
            Supplier<ActiveResult> active = recorder.checkActive(name);
            beans.produce(bean(KVClient.class, name, ApplicationScoped.class, recorder.client(name), active));
            beans.produce(bean(AsyncKVClient.class, name, ApplicationScoped.class, recorder.async(name), active));
            beans.produce(bean(MutinyKVClient.class, name, Singleton.class, recorder.mutiny(name), active));
        }
    }

    /** The names under which clients are injected. */
    private static Set<String> injected(BeanDiscoveryFinishedBuildItem discovered) {
        Set<String> names = new TreeSet<>();
        for (InjectionPointInfo point : discovered.getInjectionPoints()) {
            AnnotationInstance named = point.getRequiredQualifier(NAME);
            if (named != null) {
                names.add(named.value().asString());
            } else if (CLIENTS.contains(point.getRequiredType().name()) && point.hasDefaultedQualifier()) {
                names.add(KVClientsConfig.DEFAULT_NAME);
            }
        }
        return names;
    }

    private static <T> SyntheticBeanBuildItem bean(
            Class<T> type,
            String name,
            Class<? extends java.lang.annotation.Annotation> scope,
            Function<SyntheticCreationalContext<T>, T> creation,
            Supplier<ActiveResult> active) {
        SyntheticBeanBuildItem.ExtendedBeanConfigurator bean = SyntheticBeanBuildItem.configure(type)
                .scope(scope)
                .setRuntimeInit()
                .unremovable()
                .addInjectionPoint(ClassType.create(DotName.createSimple(KVClients.class)))
                .createWith(creation)
                .checkActive(active);
        if (KVClientNames.isDefault(name)) {
            bean.addQualifier(Default.class);
        } else {
            bean.addQualifier().annotation(NAME).addValue("value", name).done();
        }
        return bean.done();
    }

    @BuildStep
    HealthBuildItem readiness(KVClientsBuildConfig config) {
        return new HealthBuildItem("io.buddykv.quarkus.client.runtime.KVClientsReadiness", config.healthEnabled());
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void metrics(
            KVClientsBuildConfig config,
            KVClientRecorder recorder,
            BuildProducer<MetricsFactoryConsumerBuildItem> consumers) {
        if (config.metricsEnabled()) {
            consumers.produce(new MetricsFactoryConsumerBuildItem(recorder.metrics()));
        }
    }

    @BuildStep
    void traces(KVClientsBuildConfig config, Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (config.tracingEnabled() && capabilities.isPresent(Capability.OPENTELEMETRY_TRACER)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf("io.buddykv.quarkus.client.runtime.CallTraces"));
        }
    }

    /** Connections may be encrypted; an image without it could not. */
    @BuildStep
    ExtensionSslNativeSupportBuildItem encryption() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }

    /** It draws the client's name, which must not be the same in every process of one image. */
    @BuildStep
    RuntimeInitializedClassBuildItem drawnAtRunTime() {
        return new RuntimeInitializedClassBuildItem("io.buddykv.client.connection.Identity");
    }
}
