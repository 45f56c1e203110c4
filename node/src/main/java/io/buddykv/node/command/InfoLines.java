package io.buddykv.node.command;

/** Lines of one section of INFO. */
public final class InfoLines {
    private final StringBuilder text = new StringBuilder();

    public InfoLines add(String field, Object value) {
        text.append(field).append(':').append(value).append("\r\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
