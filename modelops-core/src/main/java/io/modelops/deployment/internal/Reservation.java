package io.modelops.deployment.internal;

import io.modelops.model.ModelVersion;
import java.util.Locale;
import java.util.OptionalLong;

/** What one version takes in memory, from before it is loaded until it has been closed. Guarded by its {@link Reservations}. */
final class Reservation {
    private final Reservations book;
    private final ModelVersion version;
    private final MemoryEstimates.Need need;
    private volatile long bytes;
    private volatile long extra;
    private volatile OptionalLong retained = OptionalLong.empty();
    /** What the process took before. */
    OptionalLong before = OptionalLong.empty();
    /** Nothing else has been loaded since it was granted. */
    boolean alone;

    boolean ready;
    boolean settled;
    boolean leaving;

    Reservation(Reservations book, ModelVersion version, MemoryEstimates.Need need) {
        this.book = book;
        this.version = version;
        this.need = need;
        this.bytes = need.bytes();
        this.extra = need.extra();
    }

    ModelVersion version() {
        return version;
    }

    /** What it takes, as far as that is known; the extra need while it is loaded included. */
    long all() {
        return bytes + extra;
    }

    /** By how much the process has grown over its life; empty until it has been closed, or where it can't be told. */
    OptionalLong retained() {
        return retained;
    }

    /** It is in memory. If nothing else was loaded meanwhile, the growth of the process is what it takes. */
    void loaded() {
        book.loaded(this);
    }

    /** It has got its place, so what it replaces may go. */
    void settled() {
        book.change(() -> settled = true);
    }

    /** Whether it is on its way out of memory. */
    void leaving(boolean isLeaving) {
        book.change(() -> leaving = isLeaving);
    }

    /** It is not in memory any more. */
    void release() {
        book.release(this);
    }

    boolean isBeingLoaded() {
        return extra > 0 || !ready;
    }

    void endsLoading() {
        ready = true;
        extra = 0;
    }

    void measured(long taken) {
        bytes = need.declared() ? bytes : taken;
    }

    void retained(long kept) {
        retained = OptionalLong.of(kept);
    }

    static String size(long bytes) {
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%,d bytes", bytes)
                : String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
    }

    @Override
    public String toString() {
        return size(bytes) + " " + need.source()
                + (extra > 0 ? " and " + size(extra) + " more while it is loaded" : "");
    }
}
