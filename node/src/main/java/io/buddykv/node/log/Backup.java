package io.buddykv.node.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Copies a data directory away, also while a slave uses it: each range comes out as it was at some moment of the copying,
 * with everything that had been confirmed before.
 *
 * <p>Links to all files that belong together are made first, which takes a moment and keeps them from being deleted; then
 * they are copied. Segments that have ended never change: those that an earlier backup in the same place has are not copied again.
 */
public final class Backup {
    private static final String LINKS = "backup-links";
    private static final List<String> SINGLE = List.of("identity", "identity.copy", "map", "map.newest");
    private static final int MOST_ATTEMPTS = 20;

    private final Path data;
    private final Path target;

    /** What was done. */
    public record Copied(int files, long bytes, int keptFiles, long keptBytes) {}

    public Backup(Path data, Path target) {
        this.data = data;
        this.target = target;
    }

    /** @throws IOException when it could not be done; what is in the target then is what was there, or less */
    public Copied run() throws IOException {
        Path links = data.resolve(LINKS);
        deleteTree(links);
        try {
            List<String> names = linked(links);
            return copied(links, names);
        } finally {
            deleteTree(links);
        }
    }

    // ---- links

    /**
     * A snapshot needs the segments from its beginning on: those that are there before it is linked stay linked, those that
     * came since are linked after it. One that was replaced meanwhile may need a segment that came and went: then again.
     */
    private List<String> linked(Path links) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            deleteTree(links);
            link(links, FileNames.LOG);
            link(links, FileNames.SNAPSHOTS);
            link(links, FileNames.LOG);
            List<String> names = new ArrayList<>(names(links, FileNames.LOG));
            List<String> snapshots = names(links, FileNames.SNAPSHOTS);
            if (areCurrent(links, snapshots)) {
                names.addAll(snapshots);
                return names;
            }
        }
        throw new IOException("snapshots in " + data + " are replaced faster than they can be linked");
    }

    private void link(Path links, String folder) throws IOException {
        Files.createDirectories(links.resolve(folder));
        for (String name : names(data, folder)) {
            Path link = links.resolve(name);
            if (!Files.exists(link)) {
                try {
                    Files.createLink(link, data.resolve(name));
                } catch (NoSuchFileException gone) {
                    // Superfluous since it was listed.
                }
            }
        }
    }

    private boolean areCurrent(Path links, List<String> snapshots) throws IOException {
        if (!snapshots.equals(names(data, FileNames.SNAPSHOTS))) {
            return false;
        }
        for (String name : snapshots) {
            try {
                if (!Files.isSameFile(links.resolve(name), data.resolve(name))) {
                    return false;
                }
            } catch (NoSuchFileException gone) {
                return false;
            }
        }
        return true;
    }

    /** Files that belong to the data, by their full name; not those that are being made. */
    private static List<String> names(Path root, String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName())
                    .filter(name -> FileNames.segmentNumber(name) > 0 || FileNames.snapshotRange(name) >= 0)
                    .sorted()
                    .toList();
        }
    }

    // ---- copies

    private Copied copied(Path links, List<String> names) throws IOException {
        BackupManifest before = BackupManifest.read(target);
        Map<String, BackupManifest.File> manifest = new TreeMap<>();
        Files.createDirectories(target);
        long bytes = 0;
        long keptBytes = 0;
        int keptFiles = 0;
        String lastSegment = lastSegment(names);
        for (String name : names) {
            long size = Files.size(links.resolve(name));
            BackupManifest.File earlier = before.files().get(name);
            boolean ended = FileNames.segmentNumber(name) > 0 && !name.equals(lastSegment);
            if (ended && earlier != null && earlier.bytes() == size && isThere(name, size)) {
                manifest.put(name, earlier);
                keptFiles++;
                keptBytes += size;
            } else {
                BackupManifest.File copy = copy(links.resolve(name), name, size);
                manifest.put(name, copy);
                bytes += copy.bytes();
            }
        }
        for (String name : SINGLE) {
            Path file = data.resolve(name);
            if (Files.exists(file)) {
                manifest.put(name, copy(file, name, Files.size(file)));
            }
        }
        new BackupManifest(manifest).write(target);
        deleteOthers(manifest);
        return new Copied(manifest.size() - keptFiles, bytes, keptFiles, keptBytes);
    }

    private static String lastSegment(List<String> names) {
        return names.stream()
                .filter(name -> FileNames.segmentNumber(name) > 0)
                .max(Comparator.comparingLong(FileNames::segmentNumber))
                .orElse("");
    }

    private boolean isThere(String name, long size) throws IOException {
        Path file = target.resolve(name);
        return Files.exists(file) && Files.size(file) == size;
    }

    /** As far as it went when it was looked at: the log's last segment goes on growing. */
    private BackupManifest.File copy(Path from, String name, long size) throws IOException {
        Path to = target.resolve(name);
        Files.createDirectories(to.getParent());
        Path fresh = to.resolveSibling(to.getFileName() + ".new");
        BackupManifest.File copy = BackupManifest.copy(from, fresh, size);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    private void deleteOthers(Map<String, BackupManifest.File> manifest) throws IOException {
        for (String folder : List.of(FileNames.LOG, FileNames.SNAPSHOTS)) {
            for (String name : names(target, folder)) {
                if (!manifest.containsKey(name)) {
                    Files.delete(target.resolve(name));
                }
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
