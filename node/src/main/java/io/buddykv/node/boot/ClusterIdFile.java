package io.buddykv.node.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The cluster's id, recorded outside ZooKeeper: while it is there an empty ZooKeeper means rebuild, never creation. */
final class ClusterIdFile {
    private ClusterIdFile() {}

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the cluster's id from " + file, e);
        }
    }

    /** Records the id where that is up to this node: a directory that is read-only is kept by whoever mounted it. */
    static void write(Path file, String clusterId) {
        if (!Files.isWritable(file.toAbsolutePath().getParent())) {
            return;
        }
        try {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, clusterId + "\n");
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record the cluster's id in " + file, e);
        }
    }
}
