package io.buddykv.node.command;

/** One line of CLIENT LIST: the fields of Redis 7, and the library as Redis has it since 7.2. */
final class ClientLine {
    private ClientLine() {}

    static String of(ClientView client) {
        boolean inMulti = client.queuedCommands() >= 0;
        String flags = (inMulti ? "x" : "") + (client.isClosing() ? "c" : "");
        String command = client.lastCommand();
        return "id=" + client.id()
                + " addr=" + client.address()
                + " laddr=" + client.localAddress()
                + " fd=0 name=" + client.name()
                + " age=" + client.ageMillis() / 1000
                + " idle=" + client.idleMillis() / 1000
                + " flags=" + (flags.isEmpty() ? "N" : flags)
                + " db=0 sub=0 psub=0 ssub=0 multi=" + client.queuedCommands()
                + " watch=" + client.watchedKeys()
                + " qbuf=" + client.inputBytes()
                + " qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=" + client.outputBytes()
                + " tot-mem=" + (client.inputBytes() + client.outputBytes())
                + " events=r cmd=" + (command == null ? "NULL" : command)
                + " user=default redir=-1 resp=" + client.protocol()
                + " lib-name=" + client.libraryName()
                + " lib-ver=" + client.libraryVersion();
    }
}
