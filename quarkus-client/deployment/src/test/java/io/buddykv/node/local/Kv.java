package io.buddykv.node.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stands for the launcher in the node's application, of which it has the name: writes down what it is told to do, and with
 * which process it is to end, and says what the file that it is given holds. Stays when that is that a cluster is ready.
 */
public final class Kv {
    private Kv() {}

    public static void main(String[] arguments) throws Exception {
        Files.write(Path.of(arguments[1], "told"), List.of(arguments));
        String said = Files.readString(Path.of(arguments[2]));
        System.out.println(said);
        if (said.startsWith("ready: ")) {
            ProcessHandle.of(Long.parseLong(arguments[4]))
                    .orElseThrow()
                    .onExit()
                    .join();
        }
    }
}
