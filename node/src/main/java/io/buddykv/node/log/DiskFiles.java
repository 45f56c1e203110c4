package io.buddykv.node.log;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Files of a real directory. */
public final class DiskFiles implements LogFiles {
    private final Path root;

    public DiskFiles(Path root) {
        this.root = root;
    }

    @Override
    public List<String> names(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> entries = Files.list(root.resolve(folder))) {
            entries.filter(Files::isRegularFile).forEach(entry -> names.add(folder + "/" + entry.getFileName()));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public ReadFile open(String name) throws IOException {
        return new ChannelRead(FileChannel.open(path(name), StandardOpenOption.READ));
    }

    @Override
    public AppendFile create(String name) throws IOException {
        AppendFile file = createUnfinished(name);
        try {
            forceFolder(path(name).getParent());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return file;
    }

    @Override
    public AppendFile createUnfinished(String name) throws IOException {
        Path path = path(name);
        makeFolder(path.getParent());
        return new ChannelAppend(FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        String fresh = name + ".new";
        try (AppendFile file = createUnfinished(fresh)) {
            file.write(0, content, 0, content.length);
            file.force();
        }
        rename(fresh, name);
    }

    @Override
    public void overwrite(String name, byte[] content) throws IOException {
        Path fresh = path(name + ".new");
        Files.write(fresh, content);
        Files.move(fresh, path(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        renameAll(Map.of(from, to));
    }

    @Override
    public void renameAll(Map<String, String> names) throws IOException {
        Set<Path> folders = new HashSet<>();
        for (Map.Entry<String, String> each : names.entrySet()) {
            Path to = path(each.getValue());
            if (folders.add(to.getParent())) {
                makeFolder(to.getParent());
            }
            Files.move(path(each.getKey()), to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        for (Path folder : folders) {
            forceFolder(folder);
        }
    }

    @Override
    public void truncate(String name, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path(name), StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            channel.force(true);
        }
    }

    @Override
    public void force(String name) throws IOException {
        try (FileChannel channel = FileChannel.open(path(name), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
        forceFolder(path(name).getParent());
    }

    @Override
    public void link(String name, String second) throws IOException {
        makeFolder(path(second).getParent());
        Files.createLink(path(second), path(name));
        forceFolder(path(second).getParent());
    }

    @Override
    public long usableBytes() throws IOException {
        FileStore store = Files.getFileStore(root);
        return store.getUsableSpace();
    }

    @Override
    public String description() {
        return root.toString();
    }

    @Override
    public void close() {}

    private Path path(String name) {
        return root.resolve(name);
    }

    private void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            forceFolder(folder.getParent());
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw (SyncFailedException)
                    new SyncFailedException("fsync of " + folder + ": " + e.getMessage()).initCause(e);
        }
    }

    private record ChannelRead(FileChannel channel) implements ReadFile {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
            long at = position;
            while (buffer.hasRemaining()) {
                int count = channel.read(buffer, at);
                if (count < 0) {
                    break;
                }
                at += count;
            }
            return (int) (at - position);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record ChannelAppend(FileChannel channel) implements AppendFile {
        @Override
        public void write(long position, byte[] source, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
            long at = position;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
