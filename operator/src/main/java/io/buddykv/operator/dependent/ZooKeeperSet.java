package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Sets;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/** The pods of the managed ensemble. */
public final class ZooKeeperSet extends Part<StatefulSet> {
    public ZooKeeperSet() {
        super(StatefulSet.class, Sets::zooKeeper);
    }
}
