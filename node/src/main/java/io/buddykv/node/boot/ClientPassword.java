package io.buddykv.node.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The password of the client port, by file only: arguments can be seen by everybody on the machine. */
public final class ClientPassword {
    private ClientPassword() {}

    /** The only text of {@code file}, without the end of its line. */
    public static String read(Path file) {
        String text;
        try {
            text = Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new InvalidSettingException("--password-file", file, "cannot be read: " + e);
        }
        if (text.isEmpty()) {
            throw new InvalidSettingException("--password-file", file, "holds no password");
        }
        return text;
    }
}
