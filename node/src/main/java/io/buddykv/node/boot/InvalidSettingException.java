package io.buddykv.node.boot;

/** A setting of the node that cannot be taken: the message names the option, its value and what would be right. */
public final class InvalidSettingException extends IllegalArgumentException {
    public InvalidSettingException(String option, Object value, String expectation) {
        super(option + ": " + value + " " + expectation);
    }
}
