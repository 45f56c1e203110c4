package io.buddykv.node.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A wish, left in a file for the supervisor, that a process which is killed now stay down for a while. */
final class Hold {
    private Hold() {}

    static void until(KvHome home, String label, long wallMillis) throws IOException {
        Path file = home.hold(label);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Long.toString(wallMillis));
    }

    /** How long {@code label} shall stay down; a wish holds for one death. */
    static Optional<Long> remainingMillis(KvHome home, String label, long nowWallMillis) {
        try {
            Path file = home.hold(label);
            long until = Long.parseLong(Files.readString(file).strip());
            Files.delete(file);
            return until > nowWallMillis ? Optional.of(until - nowWallMillis) : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }
}
