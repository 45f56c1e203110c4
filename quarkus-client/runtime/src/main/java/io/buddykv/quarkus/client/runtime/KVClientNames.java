package io.buddykv.quarkus.client.runtime;

import io.buddykv.quarkus.client.KVClientName;
import java.lang.annotation.Annotation;

/** How clients and their settings are called. */
public final class KVClientNames {
    private KVClientNames() {}

    public static boolean isDefault(String name) {
        return KVClientsConfig.DEFAULT_NAME.equals(name);
    }

    static String of(Iterable<Annotation> qualifiers) {
        for (Annotation qualifier : qualifiers) {
            if (qualifier instanceof KVClientName named) {
                return named.value();
            }
        }
        return KVClientsConfig.DEFAULT_NAME;
    }

    /** The name of a client's setting. */
    public static String property(String client, String setting) {
        return isDefault(client) ? "quarkus.buddykv." + setting : "quarkus.buddykv.\"" + client + "\"." + setting;
    }
}
