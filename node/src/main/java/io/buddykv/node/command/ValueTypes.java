package io.buddykv.node.command;

import io.buddykv.node.store.RangeTable;

/** The names of value types, as TYPE and SCAN use them. */
final class ValueTypes {
    private ValueTypes() {}

    static String name(int type) {
        return type == RangeTable.STRING ? "string" : "unknown";
    }
}
