package io.modelops.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;

/** One try of a change, in a transaction of its own. */
public final class Attempt {
    private final Connection connection;
    private final Outcome outcome;
    private boolean worthless;

    Attempt(Connection connection, Outcome outcome) {
        this.connection = connection;
        this.outcome = outcome;
    }

    /** What is known of the tries so far. */
    static final class Outcome {
        private boolean undecided;

        boolean isUndecided() {
            return undecided;
        }
    }

    /** The transaction's connection; committed or rolled back by whoever made the attempt. */
    public Connection connection() {
        return connection;
    }

    /** Whether an earlier try was cut while it committed, so that what it did may be there already. */
    public boolean mayBeDone() {
        return outcome.undecided;
    }

    /**
     * Says that the earlier try is over and did not take: its lock was got, and what it would have left is not there. From
     * here on nothing is undecided until this try commits.
     */
    public void nothingWasDone() {
        outcome.undecided = false;
    }

    /** Says that there is nothing to commit, whatever became of earlier tries. */
    public void changesNothing() {
        worthless = true;
        outcome.undecided = false;
    }

    void finish() throws SQLException {
        if (worthless) {
            return;
        }
        // From the moment the request leaves, only its answer can tell.
        outcome.undecided = true;
        connection.commit();
        outcome.undecided = false;
    }
}
