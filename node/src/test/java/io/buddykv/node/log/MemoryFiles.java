package io.buddykv.node.log;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Files in memory that behave as badly as a disk may: what was not forced goes, in part or whole, when power is lost; the
 * disk fills up; writes and fsync fail.
 */
public final class MemoryFiles implements LogFiles {
    private static final int SECTOR_BYTES = 512;

    private final Map<String, Content> files = new TreeMap<>();
    private long limitBytes = Long.MAX_VALUE;
    private String writeFailure;
    private String forceFailure;
    private String folderForceFailure;
    private int forces;

    private static final class Content {
        private byte[] bytes;
        private int length;
        private byte[] durable;
        private int durableLength;
        /** From here on {@link #durable} may be another content. */
        private int forcedTo;

        private Content(byte[] present) {
            bytes = present;
            length = present.length;
            durable = new byte[0];
        }

        private static Content durable(byte[] present) {
            Content content = new Content(present);
            content.force();
            return content;
        }

        private void write(int position, byte[] source, int offset, int count) {
            int end = position + count;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            System.arraycopy(source, offset, bytes, position, count);
            length = Math.max(length, end);
            forcedTo = Math.min(forcedTo, position);
        }

        private void cut(int end) {
            bytes = Arrays.copyOf(bytes, end);
            length = end;
            forcedTo = Math.min(forcedTo, end);
        }

        private void force() {
            if (durable.length < length) {
                durable = Arrays.copyOf(durable, Math.max(length, bytes.length));
            }
            System.arraycopy(bytes, forcedTo, durable, forcedTo, length - forcedTo);
            durableLength = length;
            forcedTo = length;
        }

        private byte[] present() {
            return Arrays.copyOf(bytes, length);
        }

        private void become(byte[] left) {
            bytes = left;
            length = left.length;
            forcedTo = 0;
            force();
        }
    }

    // ---- misfortune

    /** Every sector that was not forced is there or not, as chance has it; so is the growth of files. */
    public void losePower(Random random) {
        for (Content content : files.values()) {
            int grown = Math.max(0, content.length - content.durableLength);
            byte[] left = Arrays.copyOf(
                    Arrays.copyOf(content.durable, content.durableLength),
                    content.durableLength + random.nextInt(grown + 1));
            for (int at = 0; at < left.length; at += SECTOR_BYTES) {
                if (random.nextBoolean()) {
                    int length = Math.min(SECTOR_BYTES, Math.min(left.length, content.length) - at);
                    if (length > 0) {
                        System.arraycopy(content.bytes, at, left, at, length);
                    }
                }
            }
            content.become(left);
        }
    }

    void limit(long bytes) {
        limitBytes = bytes;
    }

    /** Null: they succeed. */
    void failWrites(String message) {
        writeFailure = message;
    }

    public void failForce(String message) {
        forceFailure = message;
    }

    void failFolderForce(String message) {
        folderForceFailure = message;
    }

    int forces() {
        return forces;
    }

    long usedBytes() {
        return files.values().stream().mapToLong(each -> each.length).sum();
    }

    byte[] content(String name) {
        return files.get(name).present();
    }

    void content(String name, byte[] bytes) {
        files.put(name, Content.durable(bytes));
    }

    /** The same files, to do other things to: what is there is not written again, only cut, deleted and added to. */
    MemoryFiles copy() {
        MemoryFiles copy = new MemoryFiles();
        files.forEach((name, content) -> copy.content(name, content.present()));
        return copy;
    }

    // ---- LogFiles

    @Override
    public List<String> names(String folder) {
        return files.keySet().stream()
                .filter(name -> name.startsWith(folder + "/"))
                .toList();
    }

    @Override
    public ReadFile open(String name) throws IOException {
        Content content = existing(name);
        return new ReadFile() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public int read(long position, byte[] target, int offset, int length) {
                int count = (int) Math.max(0, Math.min(length, content.length - position));
                System.arraycopy(content.bytes, (int) position, target, offset, count);
                return count;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public AppendFile create(String name) throws IOException {
        AppendFile file = createUnfinished(name);
        if (folderForceFailure != null) {
            throw new SyncFailedException(folderForceFailure);
        }
        return file;
    }

    @Override
    public void renameAll(Map<String, String> names) throws IOException {
        for (Map.Entry<String, String> each : names.entrySet()) {
            rename(each.getKey(), each.getValue());
        }
    }

    @Override
    public AppendFile createUnfinished(String name) throws IOException {
        checkWrite();
        Content content = new Content(new byte[0]);
        files.put(name, content);
        return new AppendFile() {
            @Override
            public void write(long position, byte[] source, int offset, int length) throws IOException {
                checkWrite();
                int end = (int) position + length;
                long grown = Math.max(0, end - content.length);
                int room = (int) Math.min(length, length - grown + Math.max(0, limitBytes - usedBytes()));
                content.write((int) position, source, offset, room);
                if (room < length) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void force() throws IOException {
                forced(content);
            }

            @Override
            public void close() {}
        };
    }

    private void forced(Content content) throws IOException {
        forces++;
        if (forceFailure != null) {
            throw new IOException(forceFailure);
        }
        content.force();
    }

    private void checkWrite() throws IOException {
        if (writeFailure != null) {
            throw new IOException(writeFailure);
        }
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        checkWrite();
        content(name, content.clone());
    }

    @Override
    public void overwrite(String name, byte[] content) throws IOException {
        checkWrite();
        files.put(name, new Content(content.clone()));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        checkWrite();
        files.put(to, existing(from));
        files.remove(from);
    }

    @Override
    public void truncate(String name, long bytes) throws IOException {
        Content content = existing(name);
        content.cut((int) bytes);
        forced(content);
    }

    @Override
    public void force(String name) throws IOException {
        forced(existing(name));
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void link(String name, String second) throws IOException {
        files.put(second, existing(name));
    }

    @Override
    public long usableBytes() {
        return limitBytes - Math.min(limitBytes, usedBytes());
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public void close() {}

    private Content existing(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }
}
