package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.NotFoundException;
import io.modelops.model.StoreException;
import io.modelops.registry.VerificationProgress;
import io.modelops.registry.VerificationReport;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.RegistryStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One walk over a log and all content it names, from the stores and not from memory. Stops at the first fault. */
public final class Verification {
    private static final int BUFFER = 1 << 16;
    private static final int TOLD_EVERY = 1_000;

    private final LogFold fold;
    private final ArtifactStore artifacts;
    private final Consumer<? super VerificationProgress> progress;
    private final AnchorCheck anchors;
    private final Set<Digest> whole = new HashSet<>();
    private long bytes;
    private boolean replaced;

    /** @param progress is told how far the walk has come */
    public Verification(RegistryStore store, ArtifactStore artifacts, Consumer<? super VerificationProgress> progress) {
        this(store, artifacts, progress, new AnchorCheck(List.of()));
    }

    /**
     * @param progress is told how far the walk has come
     * @param anchors knows what some entries were
     */
    public Verification(
            RegistryStore store,
            ArtifactStore artifacts,
            Consumer<? super VerificationProgress> progress,
            AnchorCheck anchors) {
        this.fold = new LogFold(store, new EventCodec());
        this.artifacts = artifacts;
        this.progress = progress;
        this.anchors = anchors;
    }

    /**
     * Walks.
     *
     * @param known the newest entry that the caller has in memory; the log must still have it
     */
    public VerificationReport run(Optional<LogEntry> known) {
        try {
            readLog(known);
            readContent();
            return report(null);
        } catch (CorruptionException fault) {
            return report(String.valueOf(fault.getMessage()));
        }
    }

    private void readLog(Optional<LogEntry> known) {
        try {
            fold.catchUp(entry -> check(entry, known));
        } catch (CorruptionException fault) {
            if (!replaced) {
                // A store refuses a whole batch for one bad record; the report is to count the good ones before it.
                fold.catchUpSlowly(entry -> check(entry, known));
            }
            throw fault;
        }
        if (known.isPresent() && known.get().sequence() > fold.state().sequence()) {
            throw new CorruptionException("The registry's log ends with entry "
                    + fold.state().sequence() + ", but had entry " + known.get().sequence()
                    + " when this registry read it: entries are never removed; restore the log from a copy.");
        }
        anchors.requireReached(fold.state().sequence());
    }

    private void check(LogEntry entry, Optional<LogEntry> known) {
        if (known.isPresent() && known.get().sequence() == entry.sequence()) {
            requireSame(known.get(), entry);
        }
        requireAnchored(entry);
        if (entry.sequence() % TOLD_EVERY == 0) {
            tell(0);
        }
    }

    private void readContent() {
        Set<ContentReference> references = new LinkedHashSet<>();
        ContentReference.visit(fold.state(), references::add);
        Set<Digest> wanted = new HashSet<>();
        references.forEach(reference -> wanted.add(reference.digest()));
        tell(wanted.size());
        for (ContentReference reference : references) {
            if (!whole.contains(reference.digest())) {
                read(reference);
                whole.add(reference.digest());
                tell(wanted.size());
            }
        }
    }

    private void read(ContentReference reference) {
        long size = 0;
        try (InputStream content = artifacts.open(reference.digest())) {
            byte[] buffer = new byte[BUFFER];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                size += read;
            }
        } catch (NotFoundException missing) {
            throw new CorruptionException(
                    "Content " + reference.digest() + ", " + reference.owner()
                            + ", is missing from the artifact store: bring it back from a backup, or put the same bytes"
                            + " there again.",
                    missing);
        } catch (CorruptionException damaged) {
            throw new CorruptionException(
                    "Content " + reference.digest() + ", " + reference.owner() + ", is damaged: "
                            + damaged.getMessage(),
                    damaged);
        } catch (IOException unreadable) {
            throw new StoreException(
                    "Content " + reference.digest() + " could not be read (" + unreadable
                            + "): check the artifact store.",
                    unreadable);
        }
        if (reference.bytes() != ContentReference.UNTOLD && reference.bytes() != size) {
            throw new CorruptionException("Content " + reference.digest() + ", " + reference.owner() + ", has " + size
                    + " bytes where the log says " + reference.bytes()
                    + ": the log was altered; restore it from a copy.");
        }
        bytes += size;
    }

    private void requireSame(LogEntry known, LogEntry entry) {
        if (!known.digest().equals(entry.digest())) {
            replaced = true;
            throw new CorruptionException("Entry " + entry.sequence() + " of the registry's log is " + entry.digest()
                    + ", but was " + known.digest()
                    + " when this registry read it: the log was replaced; restore it from a copy.");
        }
    }

    private void requireAnchored(LogEntry entry) {
        try {
            anchors.accept(entry);
        } catch (CorruptionException rewritten) {
            replaced = true;
            throw rewritten;
        }
    }

    private void tell(int contents) {
        progress.accept(new VerificationProgress(fold.state().sequence(), whole.size(), contents, bytes));
    }

    private VerificationReport report(@Nullable String problem) {
        return new VerificationReport(fold.state().sequence(), fold.state().digest(), whole.size(), bytes, problem);
    }
}
