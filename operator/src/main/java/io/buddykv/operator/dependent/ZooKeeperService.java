package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Services;
import io.fabric8.kubernetes.api.model.Service;

/** The names of ZooKeeper's pods. */
public final class ZooKeeperService extends Part<Service> {
    public ZooKeeperService() {
        super(Service.class, Services::zooKeeper);
    }
}
