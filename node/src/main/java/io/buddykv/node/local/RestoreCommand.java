package io.buddykv.node.local;

import io.buddykv.node.log.RecoveredRange;
import io.buddykv.node.store.RangeTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = "Writes a backup into the running cluster, which must have no keys and may have any size.")
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private NodeAddressOption addresses;

    @Parameters(paramLabel = "DIR", description = "What './kv backup' has made")
    private Path directory;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private long restored;
    private long expired;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<HostPort> nodes = addresses.addresses();
        RestoreSource source = RestoreSource.open(directory);
        try (PipelinedWriter writer = new PipelinedWriter(nodes, addresses.password())) {
            writer.refuseKeys();
            source.forEach(range -> write(range, writer));
            writer.flush();
        } catch (IOException broken) {
            throw new LaunchException(broken.getMessage() + "; " + restored + " keys were restored before", broken);
        }
        out.println(restored + " keys restored from " + directory + ", " + expired + " had expired");
        return Kv.DONE;
    }

    private void write(RecoveredRange range, PipelinedWriter writer) throws IOException, InterruptedException {
        RangeTable table = range.table();
        long now = System.currentTimeMillis();
        long cursor = 0;
        while (cursor != RangeTable.END) {
            EntryCollector collected = new EntryCollector(table);
            cursor = table.scan(cursor, EntryCollector.AT_ONCE, collected);
            for (EntryCollector.Entry entry : collected.entries()) {
                if (entry.expireAt() != 0 && entry.expireAt() <= now) {
                    expired++;
                } else {
                    writer.set(entry.key(), entry.value(), entry.expireAt());
                    restored++;
                }
            }
        }
    }
}
