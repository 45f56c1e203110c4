package io.buddykv.protocol.command;

import java.util.Locale;

/** What a command does with a key, in the order and the spelling of COMMAND INFO. */
public enum KeyFlag {
    /** Reads the value or what is known about it. */
    RO("RO"),
    /** Reads the value and changes it. */
    RW("RW"),
    /** Overwrites the value without reading it. */
    OW("OW"),
    /** Removes the key. */
    RM("RM"),
    /** Something of the value is returned, copied, or stored elsewhere. */
    ACCESS,
    UPDATE,
    INSERT,
    DELETE,
    NOT_KEY,
    INCOMPLETE,
    /** Options change what happens to the key. */
    VARIABLE_FLAGS;

    private final String text;

    KeyFlag() {
        text = name().toLowerCase(Locale.ROOT);
    }

    KeyFlag(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
