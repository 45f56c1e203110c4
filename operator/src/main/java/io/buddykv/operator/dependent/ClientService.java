package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Services;
import io.fabric8.kubernetes.api.model.Service;

/** The service that clients use. */
public final class ClientService extends Part<Service> {
    public ClientService() {
        super(Service.class, Services::client);
    }
}
