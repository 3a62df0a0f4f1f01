package io.modelops.jdbc;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How the stores use their database. Immutable.
 *
 * @param tablePrefix what the names of all tables begin with: a lower-case letter, then at most 30 lower-case letters,
 *     digits and underscores
 * @param lockTimeout how long one attempt to commit waits for other writers, from 1 ms to an hour
 * @param statementTimeout how long the server lets a statement run, and a transaction of a client that went silent stay
 *     open, from 1 ms to an hour; the network is given 5 s more before the connection counts as lost
 * @param patience how long a commit is tried again, and the outcome of one that was cut is inquired for, before giving up;
 *     longer than both timeouts, at most an hour
 */
public record JdbcOptions(String tablePrefix, Duration lockTimeout, Duration statementTimeout, Duration patience) {
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,30}");
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final JdbcOptions DEFAULTS =
            new JdbcOptions("mo_", Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30));

    /**
     * Checks and keeps the options.
     *
     * @param tablePrefix what the names of all tables begin with
     * @param lockTimeout how long one attempt to commit waits for other writers
     * @param statementTimeout how long the server lets a statement run
     * @param patience how long a commit is tried again
     * @throws InvalidInputException if the prefix has another form, or a time is out of its range
     */
    public JdbcOptions {
        if (!PREFIX.matcher(tablePrefix).matches()) {
            throw new InvalidInputException("Table prefix " + Quoted.of(tablePrefix) + " is not allowed: expected a"
                    + " lower-case letter, then at most 30 lower-case letters, digits and underscores, such as"
                    + " \"mo_\".");
        }
        requireInRange("Lock timeout", lockTimeout);
        requireInRange("Statement timeout", statementTimeout);
        requireInRange("Patience", patience);
        if (patience.compareTo(statementTimeout) <= 0 || patience.compareTo(lockTimeout) <= 0) {
            throw new InvalidInputException("Patience " + patience + " is too short: a transaction that was cut keeps"
                    + " its lock until the statement timeout of " + statementTimeout + "; expected more than that and"
                    + " than the lock timeout of " + lockTimeout + ".");
        }
    }

    /**
     * Tables that begin with {@code mo_}, 2 s for a lock, 10 s for a statement, 30 s of patience.
     *
     * @return the default options
     */
    public static JdbcOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Changes what the names of all tables begin with, so that several registries fit in one database.
     *
     * @param prefix a lower-case letter, then at most 30 lower-case letters, digits and underscores
     * @return these options with that prefix
     * @throws InvalidInputException if it has another form
     */
    public JdbcOptions withTablePrefix(String prefix) {
        return new JdbcOptions(prefix, lockTimeout, statementTimeout, patience);
    }

    /**
     * Changes how long things may take.
     *
     * @param lock how long one attempt to commit waits for other writers
     * @param statement how long the server lets a statement run
     * @param longest how long a commit is tried again and inquired for
     * @return these options with those times
     * @throws InvalidInputException if a time is out of its range
     */
    public JdbcOptions withTimes(Duration lock, Duration statement, Duration longest) {
        return new JdbcOptions(tablePrefix, lock, statement, longest);
    }

    private static void requireInRange(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new InvalidInputException(what + " " + time + " is out of range: expected 1 ms to 1 hour.");
        }
    }
}
