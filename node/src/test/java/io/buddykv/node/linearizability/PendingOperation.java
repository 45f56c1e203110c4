package io.buddykv.node.linearizability;

/**
 * An operation that has been invoked and has not returned.
 *
 * @param slot its bit in a {@link Configuration}; free again once it has returned
 */
record PendingOperation(Invocation invocation, int slot) {
    boolean isUnknown() {
        return invocation.isUnknown();
    }
}
