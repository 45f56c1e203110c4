package io.buddykv.node.local;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The commands that scripts repeat, in the form without options, and the one that Dev Services give: they are carried out
 * without the library that reads options, which takes longer to load than they take.
 */
final class PlainCommands {
    private PlainCommands() {}

    /** Empty for everything that has options, and for all other commands. */
    static Optional<Callable<Integer>> of(List<String> arguments) {
        if (arguments.equals(List.of("status"))) {
            return Optional.of(new StatusCommand(false));
        }
        if (arguments.equals(List.of("status", "--json"))) {
            return Optional.of(new StatusCommand(true));
        }
        if (!arguments.isEmpty() && arguments.get(0).equals(DevelopCommand.NAME)) {
            return Optional.of(DevelopCommand.of(arguments.subList(1, arguments.size())));
        }
        boolean isCli = arguments.size() > 1
                && arguments.get(0).equals("cli")
                && !arguments.get(1).startsWith("-");
        return isCli ? Optional.of(new CliCommand(arguments.subList(1, arguments.size()))) : Optional.empty();
    }
}
