package io.buddykv.node.log;

import java.io.IOException;
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
    private int forces;

    private static final class Content {
        private byte[] bytes = new byte[0];
        private byte[] durable = new byte[0];
    }

    // ---- misfortune

    /** Every sector that was not forced is there or not, as chance has it; so is the growth of files. */
    void losePower(Random random) {
        for (Content content : files.values()) {
            int grown = Math.max(0, content.bytes.length - content.durable.length);
            byte[] left = Arrays.copyOf(content.durable, content.durable.length + random.nextInt(grown + 1));
            for (int at = 0; at < left.length; at += SECTOR_BYTES) {
                if (random.nextBoolean()) {
                    int length = Math.min(SECTOR_BYTES, Math.min(left.length, content.bytes.length) - at);
                    if (length > 0) {
                        System.arraycopy(content.bytes, at, left, at, length);
                    }
                }
            }
            content.bytes = left;
            content.durable = left.clone();
        }
    }

    void limit(long bytes) {
        limitBytes = bytes;
    }

    /** Null: they succeed. */
    void failWrites(String message) {
        writeFailure = message;
    }

    void failForce(String message) {
        forceFailure = message;
    }

    int forces() {
        return forces;
    }

    long usedBytes() {
        return files.values().stream().mapToLong(each -> each.bytes.length).sum();
    }

    byte[] content(String name) {
        return files.get(name).bytes;
    }

    void content(String name, byte[] bytes) {
        Content content = new Content();
        content.bytes = bytes;
        content.durable = bytes;
        files.put(name, content);
    }

    /** The same files, to do other things to: what is there is not written again, only cut, deleted and added to. */
    MemoryFiles copy() {
        MemoryFiles copy = new MemoryFiles();
        files.forEach((name, content) -> copy.content(name, content.bytes));
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
                return content.bytes.length;
            }

            @Override
            public int read(long position, byte[] target, int offset, int length) {
                int count = (int) Math.max(0, Math.min(length, content.bytes.length - position));
                System.arraycopy(content.bytes, (int) position, target, offset, count);
                return count;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public AppendFile create(String name) throws IOException {
        checkWrite();
        Content content = new Content();
        files.put(name, content);
        return new AppendFile() {
            @Override
            public void write(long position, byte[] source, int offset, int length) throws IOException {
                checkWrite();
                int end = (int) position + length;
                long grown = Math.max(0, end - content.bytes.length);
                int room = (int) Math.min(length, length - grown + Math.max(0, limitBytes - usedBytes()));
                if ((int) position + room > content.bytes.length) {
                    content.bytes = Arrays.copyOf(content.bytes, (int) position + room);
                }
                System.arraycopy(source, offset, content.bytes, (int) position, room);
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
        content.durable = content.bytes.clone();
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
        Content fresh = new Content();
        fresh.bytes = content.clone();
        files.put(name, fresh);
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
        content.bytes = Arrays.copyOf(content.bytes, (int) bytes);
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
