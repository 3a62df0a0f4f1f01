package io.modelops.jdbc.internal;

import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The holds that one store has given out. Using the store is a sign of life for all of them. */
public final class ContentHolds {
    private static final Logger LOG = LoggerFactory.getLogger(ContentHolds.class);
    private static final long OFTEN_ENOUGH = Duration.ofSeconds(20).toNanos();

    private final Database database;
    private final ContentGate gate;
    private final Set<UUID> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong renewed = new AtomicLong(System.nanoTime());

    /** Of a database. */
    public ContentHolds(Database database, ContentGate gate) {
        this.database = database;
        this.gate = gate;
    }

    /** Keeps clean-up away. */
    public ArtifactStore.Hold hold() {
        UUID hold = UUID.randomUUID();
        try {
            gate.hold(hold);
        } catch (OutcomeUnknownException unknown) {
            throw new StoreException(
                    "The " + database + " could not be told that its content is in use (" + unknown.getCause()
                            + "): check the server, the pool and the network.",
                    unknown);
        } catch (StoreException failure) {
            if (failure.getCause() instanceof SQLException cause && Failures.isNotAllowed(cause)) {
                LOG.debug("Who may only read can't keep clean-up away from the {}", database, failure);
                return () -> {};
            }
            throw failure;
        }
        open.add(hold);
        return () -> release(hold);
    }

    /** Says that the store is being used. */
    public void stayAlive() {
        long last = renewed.get();
        if (open.isEmpty()
                || System.nanoTime() - last < OFTEN_ENOUGH
                || !renewed.compareAndSet(last, System.nanoTime())) {
            return;
        }
        for (UUID hold : open) {
            try {
                gate.renew(hold);
            } catch (OutcomeUnknownException | StoreException failure) {
                LOG.debug("A hold in the {} could not be renewed", database, failure);
            }
        }
    }

    private void release(UUID hold) {
        if (open.remove(hold)) {
            try {
                gate.release(hold);
            } catch (OutcomeUnknownException | StoreException failure) {
                LOG.debug("A hold in the {} ends by itself in two minutes", database, failure);
            }
        }
    }
}
