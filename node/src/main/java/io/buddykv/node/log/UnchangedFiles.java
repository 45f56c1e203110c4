package io.buddykv.node.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files that recovery may cut and delete as it likes, while nothing happens to them: that is how a backup is read. */
public final class UnchangedFiles implements LogFiles {
    private final LogFiles files;
    private final Map<String, Long> cut = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();

    public UnchangedFiles(LogFiles files) {
        this.files = files;
    }

    @Override
    public List<String> names(String folder) throws IOException {
        List<String> names = new ArrayList<>(files.names(folder));
        names.removeAll(deleted);
        return names;
    }

    @Override
    public ReadFile open(String name) throws IOException {
        ReadFile file = files.open(name);
        Long end = cut.get(name);
        return end == null ? file : new Cut(file, end);
    }

    @Override
    public AppendFile create(String name) {
        throw new UnsupportedOperationException("a backup is not written to: " + name);
    }

    @Override
    public AppendFile createUnfinished(String name) {
        return create(name);
    }

    @Override
    public void renameAll(Map<String, String> names) {
        deleted.addAll(names.keySet());
    }

    @Override
    public void replace(String name, byte[] content) {}

    @Override
    public void overwrite(String name, byte[] content) {}

    @Override
    public void rename(String from, String to) {
        deleted.add(from);
    }

    @Override
    public void truncate(String name, long bytes) {
        cut.put(name, bytes);
    }

    @Override
    public void force(String name) {}

    @Override
    public void delete(String name) {
        deleted.add(name);
    }

    @Override
    public void link(String name, String second) {}

    @Override
    public long usableBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public String description() {
        return files.description();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private record Cut(ReadFile file, long end) implements ReadFile {
        @Override
        public long size() {
            return end;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            return position >= end ? 0 : file.read(position, target, offset, (int) Math.min(length, end - position));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
