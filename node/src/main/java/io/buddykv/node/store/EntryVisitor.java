package io.buddykv.node.store;

/** Is shown entries of a {@link RangeTable}; must not change the table. */
@FunctionalInterface
public interface EntryVisitor {
    void visit(long entry);
}
