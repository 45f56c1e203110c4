package io.buddykv.node.local;

import io.buddykv.node.boot.Role;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of the local cluster: {@code slave-2}, {@code master-0}, {@code zookeeper}.
 *
 * @param number a slave's internal number; a master's position; 0 for ZooKeeper
 */
record NodeName(Role role, int number) {
    private static final Pattern FORM = Pattern.compile("(?:(slave|master)-)?([0-9]{1,4})");

    /** Reads what people type: {@code 2} and {@code slave-2} are the same. */
    static Optional<NodeName> parse(String text) {
        if (text.equals(Role.ZOOKEEPER.label())) {
            return Optional.of(new NodeName(Role.ZOOKEEPER, 0));
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Role role = Role.MASTER.label().equals(matcher.group(1)) ? Role.MASTER : Role.SLAVE;
        return Optional.of(new NodeName(role, Integer.parseInt(matcher.group(2))));
    }

    @Override
    public String toString() {
        return role == Role.ZOOKEEPER ? role.label() : role.label() + "-" + number;
    }
}
