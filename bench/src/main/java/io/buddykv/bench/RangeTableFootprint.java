package io.buddykv.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints what a million keys of 16 + 100 bytes take: charged, on the heap after a collection, and in resident memory. */
public final class RangeTableFootprint {
    private static final int KEYS = 1_000_000;

    private RangeTableFootprint() {}

    public static void main(String[] arguments) throws IOException {
        int ranges = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 256;
        RangeTables tables = new RangeTables(KEYS, ranges);
        long heapBefore = heapUsed();
        long residentBefore = residentBytes();
        tables.fill(new byte[100]);
        long residentGrowth = residentBytes() - residentBefore;
        long heapGrowth = heapUsed() - heapBefore;
        System.out.printf(
                "%d ranges, bytes a key: charged %.1f, heap %.1f, resident memory %.1f%n",
                ranges,
                (double) tables.budget.used() / KEYS,
                (double) heapGrowth / KEYS,
                (double) residentGrowth / KEYS);
        tables.release();
    }

    private static long heapUsed() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS in /proc/self/status");
    }
}
