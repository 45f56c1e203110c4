package io.buddykv.operator.model;

/** What the objects of a cluster are called. They never change: a new name is a new object. */
public record Names(String namespace, String cluster) {
    /** The key of the credentials in their Secret. */
    public static final String CREDENTIALS_KEY = "credentials";

    /** The key of the cluster's id in its ConfigMap. */
    public static final String CLUSTER_ID_KEY = "cluster-id";

    public String set(Role role) {
        return cluster + "-" + role.label();
    }

    /** The headless service under which the pods of a role have names. */
    public String headless(Role role) {
        return set(role);
    }

    public String clientService() {
        return cluster;
    }

    public String settings() {
        return cluster + "-settings";
    }

    public String credentials() {
        return cluster + "-credentials";
    }

    public String serviceAccount() {
        return cluster + "-node";
    }

    public String pod(Role role, int number) {
        return set(role) + "-" + number;
    }

    /** Resolvable from every namespace. */
    public String host(Role role) {
        return headless(role) + "." + namespace + ".svc";
    }

    public String host(Role role, int number) {
        return pod(role, number) + "." + host(role);
    }
}
