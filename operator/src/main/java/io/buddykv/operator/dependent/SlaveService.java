package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Services;
import io.fabric8.kubernetes.api.model.Service;

/** The names of the slaves' pods. */
public final class SlaveService extends Part<Service> {
    public SlaveService() {
        super(Service.class, Services::slaves);
    }
}
