package io.buddykv.operator.model;

/** What a pod of a cluster is; its ordinals begin at 1, as internal numbers do. */
public enum Role {
    SLAVE("slave"),
    MASTER("master"),
    ZOOKEEPER("zookeeper");

    /** The ordinal of the first pod of each role. */
    public static final int FIRST_NUMBER = 1;

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** As in names, labels, and the node's first argument. */
    public String label() {
        return label;
    }
}
