package io.buddykv.operator.dependent;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which refusals mean that another object was seen than there is: the others are for somebody to read. */
class OutdatedViewExceptionTest {
    private static ConfigMap object(String uid) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withUid(uid)
                .endMetadata()
                .build();
    }

    private static void apply(String uid, int code, String field) {
        Status status = new StatusBuilder()
                .withCode(code)
                .withNewDetails()
                .addNewCause()
                .withField(field)
                .endCause()
                .endDetails()
                .build();
        OutdatedViewException.unlessRefused(object(uid), refused -> {
            throw new KubernetesClientException("refused", code, status);
        });
    }

    @ParameterizedTest
    @CsvSource({"409, ''", "422, metadata.uid"})
    void aRefusalOfTheUidIsOne(int code, String field) {
        assertThatExceptionOfType(OutdatedViewException.class).isThrownBy(() -> apply("a-uid", code, field));
    }

    @ParameterizedTest
    @CsvSource({"422, spec.serviceName", "403, ''", "500, ''"})
    void anotherRefusalIsNone(int code, String field) {
        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> apply("a-uid", code, field));
    }

    /** Somebody else's object has the name. */
    @Test
    void aConflictWhereNothingWasSeenIsNone() {
        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> apply(null, 409, ""));
    }
}
