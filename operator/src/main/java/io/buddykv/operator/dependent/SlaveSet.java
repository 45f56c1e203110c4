package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Sets;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/** The pods of slaves. */
public final class SlaveSet extends Part<StatefulSet> {
    public SlaveSet() {
        super(StatefulSet.class, Sets::slaves);
    }
}
