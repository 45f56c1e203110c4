package io.buddykv.node.command;

/** What runs a command: which of the three decides how the client port calls it. */
public sealed interface CommandHandler permits KeyCommand, NodeCommand, SessionCommand {}
