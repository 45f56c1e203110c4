package io.buddykv.node.log;

/** A data directory that this process cannot use; the message says why and what to do. */
public class DataDirectoryException extends RuntimeException {
    public DataDirectoryException(String problem) {
        super(problem);
    }

    public DataDirectoryException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
