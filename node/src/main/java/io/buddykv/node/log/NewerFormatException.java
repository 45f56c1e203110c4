package io.buddykv.node.log;

/** A file that a later version of the program has written. */
public final class NewerFormatException extends DataDirectoryException {
    NewerFormatException(String file, int version, int known) {
        super(file + " has format " + version + ", and this program reads formats up to " + known
                + ": start the version that wrote it, or a later one");
    }
}
