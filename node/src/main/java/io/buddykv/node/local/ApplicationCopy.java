package io.buddykv.node.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The built node, copied to where a cluster lives: a build that replaces archives under a running JVM breaks it, and a
 * process that is respawned has to be of the same build as the others. What a build makes anew and never changes (the
 * libraries, the {@link ClassArchive}) is linked where the file system allows it, being most of it. Times are kept: by
 * them the JVM knows that the class archive belongs to these files.
 */
final class ApplicationCopy {
    private static final Set<String> LINKED = Set.of("lib", "archive");

    private ApplicationCopy() {}

    /** Makes {@code target} a copy of the directory {@code source}; what was there is gone. */
    static void of(Path source, Path target) throws IOException {
        KvHome.deleteTree(target);
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path path : tree.toList()) {
                Path relative = source.relativize(path);
                Path copied = target.resolve(relative.toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copied);
                } else if (!LINKED.contains(relative.getName(0).toString()) || !isLinked(copied, path)) {
                    Files.copy(path, copied, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static boolean isLinked(Path link, Path existing) {
        try {
            Files.createLink(link, existing);
            return true;
        } catch (IOException | UnsupportedOperationException otherFileSystem) {
            return false;
        }
    }
}
