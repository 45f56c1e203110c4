package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Sets;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/** The pods of masters. */
public final class MasterSet extends Part<StatefulSet> {
    public MasterSet() {
        super(StatefulSet.class, Sets::masters);
    }
}
