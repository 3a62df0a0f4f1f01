package io.modelops.jdbc.internal;

import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cleans up content, by the clock of the database. */
public final class ContentCleanUp {
    /** Longer ago than anything was stored, and still a time that every database knows. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private static final Logger LOG = LoggerFactory.getLogger(ContentCleanUp.class);
    private static final int BATCH = 100;

    private final Database database;
    private final ContentTables tables;
    private final ContentGate gate;

    /** Of a database. */
    public ContentCleanUp(Database database, ContentTables tables, ContentGate gate) {
        this.database = database;
        this.tables = tables;
        this.gate = gate;
    }

    private record Piece(Digest digest, long size) {}

    private record Sum(long count, long bytes) {}

    /** Does what a plan says. */
    public GarbageReport run(GarbagePlan plan, Supplier<? extends Set<Digest>> needed) throws OutcomeUnknownException {
        return plan.removes() ? remove(plan, needed) : new Findings(plan, needed.get()).report();
    }

    private GarbageReport remove(GarbagePlan plan, Supplier<? extends Set<Digest>> needed)
            throws OutcomeUnknownException {
        UUID collector = UUID.randomUUID();
        gate.occupy(collector);
        try {
            Findings findings = new Findings(plan, needed.get());
            change(collector, findings.expired, (connection, digest) -> delete(connection, digest, findings));
            change(collector, findings.garbage, (connection, digest) -> doom(connection, digest, findings));
            tables.cleanUp();
            return findings.report();
        } finally {
            leave(collector);
        }
    }

    private void leave(UUID collector) {
        try {
            gate.leave(collector);
        } catch (OutcomeUnknownException | StoreException failure) {
            LOG.warn("The {} lets nobody use content for two minutes: {}", database, failure.toString());
        }
    }

    /** What there is to do. The trash is looked through first, so what goes there now stays, whatever the plan says. */
    private final class Findings {
        private final GarbagePlan plan;
        private final OffsetDateTime stale;
        private final OffsetDateTime rotten;
        private final List<Piece> expired;
        private final List<Piece> garbage;
        private final Sum leftovers;

        Findings(GarbagePlan plan, Set<Digest> needed) {
            this.plan = plan;
            OffsetDateTime now = now();
            stale = before(now, plan.grace());
            rotten = before(now, plan.trash());
            expired = content("doomed_at <= ?", rotten);
            garbage = content("doomed_at IS NULL AND stored_at <= ?", stale).stream()
                    .filter(content -> !needed.contains(content.digest))
                    .toList();
            leftovers = leftovers();
        }

        GarbageReport report() {
            return new GarbageReport(
                    !plan.removes(),
                    garbage.stream().map(Piece::digest).toList(),
                    bytes(garbage),
                    leftovers.count,
                    leftovers.bytes,
                    expired.size(),
                    bytes(expired));
        }

        private static long bytes(List<Piece> pieces) {
            return pieces.stream().mapToLong(Piece::size).sum();
        }
    }

    private interface Step {
        void apply(Connection connection, Digest digest) throws SQLException;
    }

    private void change(UUID collector, List<Piece> content, Step step) throws OutcomeUnknownException {
        for (int from = 0; from < content.size(); from += BATCH) {
            List<Piece> batch = content.subList(from, Math.min(content.size(), from + BATCH));
            database.change("A clean-up", attempt -> {
                // Locks the gate: nobody comes in before this is done.
                gate.require(attempt.connection(), collector);
                for (Piece piece : batch) {
                    step.apply(attempt.connection(), piece.digest);
                }
                return batch;
            });
        }
    }

    private void delete(Connection connection, Digest digest, Findings findings) throws SQLException {
        change(connection, "DELETE FROM mo_content WHERE sha256 = ? AND doomed_at <= ?", digest.hex(), findings.rotten);
    }

    private void doom(Connection connection, Digest digest, Findings findings) throws SQLException {
        int doomed = change(
                connection,
                "UPDATE mo_content SET doomed_at = CURRENT_TIMESTAMP"
                        + " WHERE sha256 = ? AND doomed_at IS NULL AND stored_at <= ?",
                digest.hex(),
                findings.stale);
        if (doomed == 1) {
            // Its pieces stay for those who read them, also if the trash is emptied at once.
            change(
                    connection,
                    "UPDATE mo_upload SET touched_at = CURRENT_TIMESTAMP"
                            + " WHERE id = (SELECT upload FROM mo_content WHERE sha256 = ?)",
                    digest.hex());
        }
    }

    private OffsetDateTime now() {
        return database.ask(
                "The time",
                connection -> Rows.first(
                                connection, "SELECT CURRENT_TIMESTAMP", row -> row.getObject(1, OffsetDateTime.class))
                        .orElseThrow());
    }

    private List<Piece> content(String condition, OffsetDateTime time) {
        return database.ask(
                "Content",
                connection -> Rows.all(
                        connection,
                        database.sql("SELECT sha256, size FROM mo_content WHERE " + condition + " ORDER BY sha256"),
                        row -> new Piece(new Digest(row.getString("sha256")), row.getLong("size")),
                        time));
    }

    private Sum leftovers() {
        return database.ask(
                "Uploads",
                connection -> Rows.first(
                                connection,
                                database.sql("SELECT COUNT(DISTINCT mo_upload.id), COALESCE(SUM(OCTET_LENGTH(data)), 0)"
                                        + " FROM mo_upload LEFT JOIN mo_chunk ON upload = mo_upload.id WHERE "
                                        + ContentTables.FORGOTTEN),
                                row -> new Sum(row.getLong(1), row.getLong(2)))
                        .orElseThrow());
    }

    private int change(Connection connection, String text, Object... values) throws SQLException {
        return Rows.change(connection, database.sql(text), values);
    }

    private static OffsetDateTime before(OffsetDateTime time, Duration age) {
        return time.minus(age.compareTo(FOREVER) < 0 ? age : FOREVER);
    }
}
