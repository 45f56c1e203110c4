package io.buddykv.node.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The files of one data directory, by name ({@code folder/name}): all that the log asks of a disk. Names are durable when
 * a method that makes, renames or deletes one returns; contents only after {@link AppendFile#force}. Such a method throws
 * {@link java.io.SyncFailedException} when everything but the fsync of the folder went well: it says as little as a failed
 * {@code force} what the disk holds.
 */
public interface LogFiles extends Closeable {
    /** What is in a folder, by its full name, in the order of names. Empty where there is no such folder. */
    List<String> names(String folder) throws IOException;

    ReadFile open(String name) throws IOException;

    /** A new, empty file in place of one that may be there. */
    AppendFile create(String name) throws IOException;

    /** The same, but its name need not be durable: it gets another one when it is finished. */
    AppendFile createUnfinished(String name) throws IOException;

    /** Puts a small file in the place of another in one step, durably: after a crash either the old or the new one is there. */
    void replace(String name, byte[] content) throws IOException;

    /** The same, but durable only when the operating system likes. */
    void overwrite(String name, byte[] content) throws IOException;

    void rename(String from, String to) throws IOException;

    /** Several at once, all in one folder: that costs no more than one. When it throws, any of them may have been renamed. */
    void renameAll(Map<String, String> names) throws IOException;

    /** Cuts a file to so many octets, durably. */
    void truncate(String name, long bytes) throws IOException;

    /** Makes durable what earlier processes have written to a file. */
    void force(String name) throws IOException;

    void delete(String name) throws IOException;

    /** Gives the present content of a file a second name, which stays when the first one is deleted. */
    void link(String name, String second) throws IOException;

    /** Octets that could still be written. */
    long usableBytes() throws IOException;

    /** What to call the directory in messages. */
    String description();

    /** A file that is read. Any thread may use it. */
    interface ReadFile extends Closeable {
        long size() throws IOException;

        /** Reads up to {@code length} octets from a position; fewer only at the end of the file. */
        int read(long position, byte[] target, int offset, int length) throws IOException;
    }

    /** A file that is written, from its beginning to its end. */
    interface AppendFile extends Closeable {
        /**
         * Writes all octets at a position. When it throws, any of them may have been written: the same write may be
         * tried again.
         */
        void write(long position, byte[] source, int offset, int length) throws IOException;

        /**
         * Returns when everything written is on disk. Once it has thrown, what had been written before may be lost
         * whatever a later call says.
         */
        void force() throws IOException;
    }
}
