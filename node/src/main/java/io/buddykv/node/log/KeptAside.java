package io.buddykv.node.log;

import java.io.IOException;
import java.util.List;

/** Keeps damaged files for whoever wants to look into them; no more than so many, the oldest go first. */
final class KeptAside {
    private final LogFiles files;
    private final int most;

    KeptAside(LogFiles files, int most) {
        this.files = files;
        this.most = most;
    }

    /** A snapshot moves away; a segment gets a second name, since other ranges need it. */
    void keep(String name) throws IOException {
        List<String> kept = files.names(FileNames.KEPT);
        long next = 1;
        for (String earlier : kept) {
            next = Math.max(next, FileNames.keptNumber(earlier) + 1);
        }
        boolean snapshot = FileNames.snapshotRange(name) >= 0;
        if (snapshot) {
            files.rename(name, FileNames.kept(name, next));
        } else if (kept.stream().noneMatch(earlier -> FileNames.isKept(earlier, name)) && exists(name)) {
            files.link(name, FileNames.kept(name, next));
        }
        kept = files.names(FileNames.KEPT);
        for (int i = 0; i < kept.size() - most; i++) {
            files.delete(kept.get(i));
        }
    }

    private boolean exists(String name) throws IOException {
        return files.names(FileNames.LOG).contains(name);
    }
}
