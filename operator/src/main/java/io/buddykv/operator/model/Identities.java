package io.buddykv.operator.model;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** Who the pods are, to Kubernetes (nobody) and to each other. */
public final class Identities {
    private static final int SECRET_OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Identities() {}

    /** Without a token and without any right. */
    public static ServiceAccount serviceAccount(Blueprint blueprint) {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(blueprint.names().serviceAccount())
                .withNamespace(blueprint.names().namespace())
                .withLabels(Labels.of(blueprint.names()))
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build();
    }

    /** New credentials with each call: they are made once and never compared. */
    public static Secret credentials(Blueprint blueprint) {
        byte[] secret = new byte[SECRET_OCTETS];
        RANDOM.nextBytes(secret);
        return new SecretBuilder()
                .withNewMetadata()
                .withName(blueprint.names().credentials())
                .withNamespace(blueprint.names().namespace())
                .withLabels(Labels.of(blueprint.names()))
                .endMetadata()
                .withType("Opaque")
                .withStringData(Map.of(Names.CREDENTIALS_KEY, HexFormat.of().formatHex(secret)))
                .build();
    }
}
