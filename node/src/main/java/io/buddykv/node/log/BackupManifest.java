package io.buddykv.node.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What a backup of one data directory consists of: a text with a line for each file, and a checksum of it all in the last.
 *
 * @param files by their name
 */
public record BackupManifest(Map<String, File> files) {
    static final String NAME = "manifest";

    private static final String HEAD = "buddykv-backup 1";
    private static final int BUFFER_BYTES = 1 << 16;

    /** One file: its size, and the checksum of its content. */
    public record File(long bytes, long checksum) {}

    public BackupManifest {
        files = Map.copyOf(files);
    }

    /** Copies so many octets, durably. */
    static File copy(Path from, Path to, long bytes) throws IOException {
        CRC32C crc = new CRC32C();
        long copied = 0;
        try (InputStream in = Files.newInputStream(from);
                FileChannel out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            while (copied < bytes) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - copied));
                if (read < 0) {
                    break;
                }
                crc.update(buffer, 0, read);
                ByteBuffer octets = ByteBuffer.wrap(buffer, 0, read);
                while (octets.hasRemaining()) {
                    out.write(octets);
                }
                copied += read;
            }
            out.force(true);
        }
        return new File(copied, crc.getValue());
    }

    void write(Path directory) throws IOException {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        new TreeMap<>(files).forEach((name, file) -> text.append(Long.toHexString(file.checksum()))
                .append(' ')
                .append(file.bytes())
                .append(' ')
                .append(name)
                .append('\n'));
        String checksum = checksum(text.toString());
        text.append("checksum ").append(checksum).append('\n');
        Path fresh = directory.resolve(NAME + ".new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The manifest of a backup, without any file where there is none. @throws IOException when it is damaged */
    static BackupManifest read(Path directory) throws IOException {
        String text;
        try {
            text = Files.readString(directory.resolve(NAME));
        } catch (NoSuchFileException none) {
            return new BackupManifest(Map.of());
        }
        int end = text.lastIndexOf("checksum ");
        if (end < 0
                || !text.startsWith(HEAD + "\n")
                || !text.substring(end).equals("checksum " + checksum(text.substring(0, end)) + "\n")) {
            throw new IOException(directory.resolve(NAME) + " is damaged, or of a later version");
        }
        Map<String, File> files = new TreeMap<>();
        for (String line : text.substring(HEAD.length() + 1, end).split("\n")) {
            String[] parts = line.split(" ", 3);
            if (parts.length == 3) {
                files.put(parts[2], new File(Long.parseLong(parts[1]), Long.parseLong(parts[0], 16)));
            }
        }
        return new BackupManifest(files);
    }

    /**
     * Compares everything with what is there.
     *
     * @throws IOException that names the first file that is missing or differs
     */
    public static void verify(Path directory) throws IOException {
        BackupManifest manifest = read(directory);
        if (manifest.files().isEmpty()) {
            throw new IOException(directory + " holds no backup that was finished");
        }
        for (Map.Entry<String, File> each : new TreeMap<>(manifest.files()).entrySet()) {
            File present = present(directory.resolve(each.getKey()));
            if (!each.getValue().equals(present)) {
                throw new IOException(
                        directory.resolve(each.getKey()) + (present == null ? " is missing" : " is damaged"));
            }
        }
    }

    private static File present(Path path) throws IOException {
        CRC32C crc = new CRC32C();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(path)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
                bytes += read;
            }
        } catch (NoSuchFileException missing) {
            return null;
        }
        return new File(bytes, crc.getValue());
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
