package io.buddykv.node.local;

/** What the processes of a local cluster are started for. */
enum Purpose {
    /** To be fast for as long as they run. */
    OPERATION,

    /** To be there soon, and to leave the processors to whoever develops or tests against them. */
    DEVELOPMENT
}
