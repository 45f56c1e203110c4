package io.buddykv.quarkus.client.runtime;

/** How clients and their settings are called. */
public final class KVClientNames {
    private KVClientNames() {}

    public static boolean isDefault(String name) {
        return KVClientsConfig.DEFAULT_NAME.equals(name);
    }

    /** The name of a client's setting. */
    public static String property(String client, String setting) {
        return isDefault(client) ? "quarkus.buddykv." + setting : "quarkus.buddykv.\"" + client + "\"." + setting;
    }
}
