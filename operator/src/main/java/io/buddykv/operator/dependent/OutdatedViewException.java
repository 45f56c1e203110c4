package io.buddykv.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.UnaryOperator;

/**
 * What was seen of an object is true no more: the object that was to be changed has gone, or there is another one of its
 * name. Nothing has been changed, and the event that tells of it causes the next look.
 */
public final class OutdatedViewException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int UNPROCESSABLE = 422;
    private static final String UID = "metadata.uid";

    private OutdatedViewException(KubernetesClientException refusal) {
        super(refusal.getMessage(), refusal);
    }

    /**
     * Applies an object that may carry the uid of the one that was seen.
     *
     * @throws OutdatedViewException when it is refused for that uid
     */
    static <R extends HasMetadata> R unlessRefused(R object, UnaryOperator<R> apply) {
        try {
            return apply.apply(object);
        } catch (KubernetesClientException e) {
            if (object.getMetadata().getUid() != null && isForUid(e)) {
                throw new OutdatedViewException(e);
            }
            throw e;
        }
    }

    /** A conflict where there is no object, an invalid field where there is another one. */
    private static boolean isForUid(KubernetesClientException refusal) {
        return refusal.getCode() == HttpURLConnection.HTTP_CONFLICT
                || refusal.getCode() == UNPROCESSABLE && namesUid(refusal.getStatus());
    }

    private static boolean namesUid(Status status) {
        return status != null
                && status.getDetails() != null
                && status.getDetails().getCauses().stream().anyMatch(cause -> UID.equals(cause.getField()));
    }
}
