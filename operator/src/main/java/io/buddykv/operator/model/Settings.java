package io.buddykv.operator.model;

import io.buddykv.crds.ClusterShape;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What pods read when they start and a running master is told: a change of it restarts nothing. */
public final class Settings {
    private Settings() {}

    public static ConfigMap configMap(Blueprint blueprint) {
        ClusterShape shape = blueprint.spec().shape();
        Map<String, String> data = new LinkedHashMap<>();
        data.put("SLAVES", Integer.toString(shape.slaves()));
        data.put("BUDDIES", Integer.toString(shape.buddies()));
        data.put("PLACEMENT", shape.placement().name().toLowerCase(Locale.ROOT));
        data.put("REBALANCE_BY", shape.rebalance().by().name().toLowerCase(Locale.ROOT));
        data.put("MAX_PARALLEL_MOVES", Integer.toString(shape.rebalance().maxParallelMoves()));
        blueprint.clusterId().ifPresent(id -> data.put(Names.CLUSTER_ID_KEY, id));
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(blueprint.names().settings())
                .withNamespace(blueprint.names().namespace())
                .withLabels(Labels.of(blueprint.names()))
                .endMetadata()
                .withData(data)
                .build();
    }
}
