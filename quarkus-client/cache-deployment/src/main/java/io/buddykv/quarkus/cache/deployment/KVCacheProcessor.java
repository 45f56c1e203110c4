package io.buddykv.quarkus.cache.deployment;

import io.buddykv.quarkus.cache.runtime.KVCacheRecorder;
import io.buddykv.quarkus.cache.runtime.KVCacheTypesConfig;
import io.quarkus.cache.deployment.CacheDeploymentConstants;
import io.quarkus.cache.deployment.CacheManagerInfoBuildItem;
import io.quarkus.cache.deployment.CacheNamesBuildItem;
import io.quarkus.cache.runtime.CacheBuildConfig;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/** Finds out what the values of each cache are. */
class KVCacheProcessor {
    private static final String TYPE = "buddykv";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("buddykv-cache");
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    CacheManagerInfoBuildItem caches(
            CacheNamesBuildItem names,
            CacheBuildConfig caches,
            KVCacheTypesConfig types,
            CombinedIndexBuildItem index,
            BuildProducer<ReflectiveHierarchyBuildItem> reflected,
            KVCacheRecorder recorder) {
        Map<String, String> valueTypes = new TreeMap<>();
        for (String name : names.getNames()) {
            if (isOurs(name, caches)) {
                valueTypes.put(name, valueType(name, types, index.getIndex()));
            }
        }
        valueTypes.values().stream()
                .flatMap(type -> ValueTypes.classesIn(type).stream())
                .distinct()
                .forEach(type -> reflected.produce(writtenAsJson(type)));
        return new CacheManagerInfoBuildItem(recorder.caches(valueTypes));
    }

    /** Jackson reaches what values are made of by reflection, which a native image must know beforehand. */
    private static ReflectiveHierarchyBuildItem writtenAsJson(String type) {
        return ReflectiveHierarchyBuildItem.builder(DotName.createSimple(type))
                .source("values of caches in BuddyKV")
                .build();
    }

    private static boolean isOurs(String name, CacheBuildConfig caches) {
        CacheBuildConfig.CacheTypeBuildConfig its = caches.cacheTypeByName().get(name);
        return TYPE.equals(its == null || its.type().isEmpty() ? caches.type() : its.type());
    }

    private static String valueType(String name, KVCacheTypesConfig types, IndexView index) {
        KVCacheTypesConfig.TypeConfig its = types.caches().get(name);
        if (its != null && its.valueType().isPresent()) {
            return its.valueType().get();
        }
        Set<String> returned = new TreeSet<>();
        for (AnnotationInstance cached : index.getAnnotations(CacheDeploymentConstants.CACHE_RESULT)) {
            if (cached.target().kind() == AnnotationTarget.Kind.METHOD
                    && cached.value("cacheName").asString().equals(name)) {
                returned.add(ValueTypes.of(cached.target().asMethod().returnType()));
            }
        }
        if (returned.size() != 1) {
            throw new ConfigurationException("What the values of the cache '" + name + "' are cannot be told: "
                    + (returned.isEmpty() ? "no method has @CacheResult with its name" : "methods return " + returned)
                    + ". Set quarkus.cache.buddykv.\"" + name + "\".value-type.");
        }
        return returned.iterator().next();
    }
}
