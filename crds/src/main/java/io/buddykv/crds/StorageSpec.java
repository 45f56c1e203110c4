package io.buddykv.crds;

/**
 * Slaves keep their data on disk.
 *
 * @param fsync when it is forced there: every second unless said otherwise
 */
public record StorageSpec(FsyncPolicy fsync) {
    public StorageSpec {
        fsync = fsync == null ? FsyncPolicy.EVERYSEC : fsync;
    }
}
