package io.modelops.hostile;

import io.modelops.crash.CrashRun;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a corpus test tried and what was refused as it should be. */
public final class HostileRun {
    private final String entry;
    private final AtomicInteger tried = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /** @param entry the door that the corpus knocks at, such as {@code import} */
    public HostileRun(String entry) {
        this.entry = entry;
    }

    /** Counts a case that is about to be tried. */
    public void tried() {
        tried.incrementAndGet();
    }

    /** Counts a case of which everything that was promised has been checked. */
    public void refused() {
        refused.incrementAndGet();
    }

    /** Prints the line of a full run. */
    public void report() {
        CrashRun.report("L12-hostile", tried.get(), tried.get() - refused.get(), "entry=" + entry);
    }
}
