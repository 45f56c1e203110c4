package io.buddykv.node.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Classes as a JVM had loaded, verified and linked them when it was rehearsed, in a file from which the next JVM takes
 * them: a start takes a third of the processor time it takes without. It lies beside the application it was made from,
 * so that a new build starts without one, and is named after the JDK that made it. A JVM that finds it missing, cut off
 * or made from other archives goes on without it.
 *
 * @param file whether or not it exists
 * @param feature the JDK's feature version: from 25 on classes are kept linked
 */
record ClassArchive(Path file, int feature) {
    private static final int FIRST_WITH_LINKED_CLASSES = 25;

    /** Of the nodes of {@code application}, by the JDK that runs this. */
    static ClassArchive ofNodes(Path application) {
        Runtime.Version version = Runtime.version();
        String jdk = (System.getProperty("java.vendor") + "-" + version).replaceAll("[^A-Za-z0-9.+-]", "");
        return new ClassArchive(application.resolve("archive").resolve("node-" + jdk + ".classes"), version.feature());
    }

    boolean exists() {
        return Files.isRegularFile(file);
    }

    /** JVM flags that take classes from the file; none where there is no file. */
    List<String> flagsToUse() {
        if (!exists()) {
            return List.of();
        }
        return List.of((hasLinkedClasses() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
    }

    /**
     * JVM flags that make the file at the end of a process, under a name that {@link #finish()} changes. Objects can be
     * kept in it by the one collector only.
     */
    List<String> flagsToMake() {
        if (!hasLinkedClasses()) {
            return List.of("-XX:ArchiveClassesAtExit=" + unfinished());
        }
        // With profiles of the rehearsal every start would compile at once what was busy there.
        return List.of(
                "-XX:AOTCacheOutput=" + unfinished(),
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTRecordTraining",
                "-XX:+UseG1GC");
    }

    /** The process that was to make the file has ended; whether it has made it. */
    boolean finish() throws IOException {
        if (!Files.isRegularFile(unfinished())) {
            return false;
        }
        Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private Path unfinished() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private boolean hasLinkedClasses() {
        return feature >= FIRST_WITH_LINKED_CLASSES;
    }
}
