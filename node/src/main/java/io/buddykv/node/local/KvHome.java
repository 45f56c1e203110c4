package io.buddykv.node.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The directory in which a local cluster lives: {@code .kv} beside the launcher, or {@code $KV_HOME}. */
record KvHome(Path directory) {
    private static final int SECRET_OCTETS = 32;

    /** Processes and their ports, while a cluster runs. */
    Path state() {
        return directory.resolve("state.json");
    }

    Path secret() {
        return directory.resolve("secret");
    }

    /** The clients' password; there while the cluster has one. */
    Path password() {
        return directory.resolve("password");
    }

    /** The cluster's id, recorded outside ZooKeeper. */
    Path clusterId() {
        return directory.resolve("cluster-id");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** The node's own log, bounded by itself. */
    Path log(String label) {
        return logs().resolve(label + ".log");
    }

    /** What the JVM itself says: of use when a process does not come far enough to have a log. */
    Path output(String label) {
        return logs().resolve(label + ".out");
    }

    Path data(String label) {
        return directory.resolve("data").resolve(label);
    }

    /** While this file exists and names a time to come, a dead process is not respawned. */
    Path hold(String label) {
        return directory.resolve("hold").resolve(label);
    }

    /** How many slaves there are to be, while a cluster runs whose number has been changed. */
    Path slaves() {
        return directory.resolve("slaves");
    }

    /** While it is there, data outlives the cluster's processes: they keep it on disk. */
    Path stored() {
        return directory.resolve("stored");
    }

    /** While it is there, a map that ZooKeeper has lost may be rebuilt from the records of a majority. */
    Path acceptPartial() {
        return directory.resolve("accept-partial");
    }

    /** The built node, copied, that the running cluster is of. */
    Path application() {
        return directory.resolve("application");
    }

    /** The file, copied, that the running cluster was started from. */
    Path cluster() {
        return directory.resolve("cluster.yaml");
    }

    void create() throws IOException {
        Files.createDirectories(logs());
        Files.createDirectories(directory.resolve("data"));
        Files.createDirectories(directory.resolve("hold"));
    }

    /** Makes the cluster's credentials, readable by nobody else, unless they exist. */
    void ensureSecret() throws IOException {
        if (Files.exists(secret())) {
            return;
        }
        byte[] octets = new byte[SECRET_OCTETS];
        new SecureRandom().nextBytes(octets);
        writeForOwnerOnly(secret(), HexFormat.of().formatHex(octets));
    }

    /** Keeps the clients' password for nodes and commands, or forgets a former one. */
    void keepPassword(Optional<String> password) throws IOException {
        Files.deleteIfExists(password());
        if (password.isPresent()) {
            writeForOwnerOnly(password(), password.get());
        }
    }

    private void writeForOwnerOnly(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = posix
                ? Files.newByteChannel(
                        fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)
                : Files.newByteChannel(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
        Files.move(fresh, file);
    }

    /** Whether a cluster that keeps its data on disk is, or was, here. */
    boolean isStored() {
        return Files.exists(stored());
    }

    /** The cluster that is started here from now on keeps its data on disk. */
    void keepStored() throws IOException {
        if (!isStored()) {
            Files.createFile(stored());
        }
    }

    /** Whether a master of the cluster that is started here may do with the records of a majority. */
    void acceptPartial(boolean accepted) throws IOException {
        Files.deleteIfExists(acceptPartial());
        if (accepted) {
            Files.createFile(acceptPartial());
        }
    }

    /**
     * All processes of the cluster have ended. One that lived in memory is forgotten, since nothing of it can come back;
     * of one that is stored nothing but its processes is.
     */
    void ended() throws IOException {
        Files.deleteIfExists(state());
        deleteTree(directory.resolve("hold"));
        if (!isStored()) {
            forgetCluster();
        }
    }

    /** Forgets the cluster that was here, with all it has stored. Logs and credentials stay. */
    void forgetCluster() throws IOException {
        Files.deleteIfExists(state());
        Files.deleteIfExists(slaves());
        Files.deleteIfExists(clusterId());
        deleteTree(directory.resolve("data"));
        deleteTree(directory.resolve("hold"));
        Files.deleteIfExists(stored());
    }

    static void deleteTree(Path root) throws IOException {
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
