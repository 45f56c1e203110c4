package io.buddykv.node.command;

/** One client's connection as commands see it. Its members are added by the families that need them. */
public interface ClientSession {
    /** The connection's id, unique in this process. */
    long id();
}
