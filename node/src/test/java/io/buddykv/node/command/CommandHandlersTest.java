package io.buddykv.node.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.buddykv.protocol.command.CommandFlag;
import io.buddykv.protocol.command.CommandSpec;
import io.buddykv.protocol.command.CommandTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CommandHandlersTest {
    private static final CommandHandler ANY = (SessionCommand) (session, request, reply) -> {};

    private final CommandTable table = CommandTable.standard();
    private final List<Map<String, CommandHandler>> families =
            DataCommands.families(() -> TestingSlave.MAX_BULK_LENGTH, () -> new SplittableRandom(1));

    @Test
    void everyCommandHasItsHandler() {
        CommandHandlers handlers = CommandHandlers.of(table, Set.of("exec"), withTheOthers());

        assertThat(handlers.of(table.find("get"))).isInstanceOf(KeyCommand.class);
        assertThat(handlers.of(table.find("object|encoding"))).isInstanceOf(KeyCommand.class);
        assertThat(handlers.of(table.find("scan"))).isInstanceOf(NodeCommand.class);
        assertThat(handlers.of(table.find("exec"))).isNull();
    }

    @Test
    void aCommandWithoutHandlerFailsAtStart() {
        assertThatThrownBy(() -> CommandHandlers.of(table, Set.of(), families))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no handler for the command ");
    }

    @Test
    void aHandlerWithoutCommandFailsAtStart() {
        List<Map<String, CommandHandler>> all = new ArrayList<>(withTheOthers());
        all.add(Map.of("gte", ANY));

        assertThatThrownBy(() -> CommandHandlers.of(table, Set.of("exec"), all)).hasMessageContaining("gte");
    }

    @Test
    void twoHandlersForOneCommandFailAtStart() {
        List<Map<String, CommandHandler>> all = new ArrayList<>(withTheOthers());
        all.add(Map.of("get", ANY));

        assertThatThrownBy(() -> CommandHandlers.of(table, Set.of("exec"), all))
                .hasMessage("two handlers for the command get");
    }

    @Test
    void everyCommandWithKeysIsAKeyCommandAndEveryOtherWriteAnswersForAllRanges() {
        Set<String> names = new HashSet<>();
        for (Map<String, CommandHandler> family : families) {
            family.forEach((name, handler) -> {
                CommandSpec command = table.find(name);
                names.add(name);
                assertThat(handler instanceof KeyCommand)
                        .as(name)
                        .isEqualTo(!command.keys().isEmpty());
                if (command.keys().isEmpty() && command.has(CommandFlag.WRITE)) {
                    assertThat(handler).as(name).isInstanceOf(NodeCommand.class);
                }
            });
        }
        assertThat(names).hasSize(53);
    }

    private List<Map<String, CommandHandler>> withTheOthers() {
        Map<String, CommandHandler> others = new HashMap<>();
        for (int id = 0; id < table.size(); id++) {
            String name = table.byId(id).name();
            boolean ours = families.stream().anyMatch(family -> family.containsKey(name));
            boolean bareContainer = name.equals("object") || name.equals("memory");
            if (!ours && !bareContainer && !name.equals("exec")) {
                others.put(name, ANY);
            }
        }
        List<Map<String, CommandHandler>> all = new ArrayList<>(families);
        all.add(others);
        return all;
    }
}
