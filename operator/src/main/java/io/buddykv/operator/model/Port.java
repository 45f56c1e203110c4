package io.buddykv.operator.model;

/** The ports of pods; each is the same in every pod that has it. */
public enum Port {
    CLIENT("client", 6379),
    MASTER("master", 7400),
    REPLICATION("replication", 7401),
    SLAVE("slave", 7402),
    HTTP("http", 8080),
    ZOOKEEPER("zookeeper", 2181),
    ZOOKEEPER_PEER("zk-peer", 2888),
    ZOOKEEPER_ELECTION("zk-election", 3888);

    private final String label;
    private final int number;

    Port(String label, int number) {
        this.label = label;
        this.number = number;
    }

    public String label() {
        return label;
    }

    public int number() {
        return number;
    }
}
