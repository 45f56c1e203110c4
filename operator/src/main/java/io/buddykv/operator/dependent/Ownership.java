package io.buddykv.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Whose an object is, in the words of Kubernetes. */
final class Ownership {
    private Ownership() {}

    /** Nobody else controls what the operator has made, and whoever waits for a cluster to be gone waits for its objects. */
    static void isControl(HasMetadata made) {
        made.getMetadata().getOwnerReferences().forEach(owner -> {
            owner.setController(true);
            owner.setBlockOwnerDeletion(true);
        });
    }
}
