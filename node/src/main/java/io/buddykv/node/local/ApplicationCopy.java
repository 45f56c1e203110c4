package io.buddykv.node.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The built node, copied to where a cluster lives: a build that replaces archives under a running JVM breaks it, and a
 * process that is respawned has to be of the same build as the others.
 */
final class ApplicationCopy {
    private ApplicationCopy() {}

    /** Makes {@code target} a copy of the directory {@code source}; what was there is gone. */
    static void of(Path source, Path target) throws IOException {
        KvHome.deleteTree(target);
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path path : tree.toList()) {
                Path copied = target.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(path, copied);
                }
            }
        }
    }
}
