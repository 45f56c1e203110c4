package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Services;
import io.fabric8.kubernetes.api.model.Service;

/** The names of the masters' pods. */
public final class MasterService extends Part<Service> {
    public MasterService() {
        super(Service.class, Services::masters);
    }
}
