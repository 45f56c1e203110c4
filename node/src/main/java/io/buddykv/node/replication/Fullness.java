package io.buddykv.node.replication;

/** What a slave cannot take any more (R5), as it is said with every acknowledgement. */
enum Fullness {
    NONE,
    /** Nothing that takes more memory. */
    MEMORY,
    /** Nothing that takes more of its disk. */
    DISK;

    private static final Fullness[] BY_OCTET = values();

    int octet() {
        return ordinal();
    }

    /** One that is not known here is of a later version: at least nothing that grows is to be sent. */
    static Fullness of(int octet) {
        return octet < BY_OCTET.length ? BY_OCTET[octet] : MEMORY;
    }
}
