package io.modelops.jdbc.internal;

import java.sql.SQLException;
import java.util.Set;

/** What the codes of SQL failures mean. */
public final class Failures {
    /** Serialization failure, deadlock, lock not available; H2's lock timeout and concurrent update. */
    private static final Set<String> OTHERS_IN_THE_WAY = Set.of("40001", "40P01", "55P03", "HYT00", "90131");
    /** Terminated by an administrator, server crashed, server starting; idle transaction ended; H2 closed. */
    private static final Set<String> SERVER_GONE = Set.of("57P01", "57P02", "57P03", "25P03", "90098", "90121");

    /** Serialization failure: the code that says so of itself. */
    static final String TRY_AGAIN = "40001";

    private static final String CONNECTION_CLASS = "08";
    private static final String UNIQUE_VIOLATION = "23505";
    /** Undefined table; H2's table not found, with three shades. */
    private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    /** Insufficient privilege, read-only transaction; H2's two of the same. */
    private static final Set<String> NOT_ALLOWED = Set.of("42501", "25006", "90096", "90097");

    private Failures() {}

    /** Whether the same transaction may well succeed when tried again. */
    static boolean isPassing(SQLException failure) {
        String state = state(failure);
        return OTHERS_IN_THE_WAY.contains(state) || SERVER_GONE.contains(state) || state.startsWith(CONNECTION_CLASS);
    }

    /** Whether a row with that key is there already. */
    public static boolean isUniqueViolation(SQLException failure) {
        return state(failure).equals(UNIQUE_VIOLATION);
    }

    /** Whether the user may only read. */
    static boolean isNotAllowed(Throwable failure) {
        return failure instanceof SQLException coded && NOT_ALLOWED.contains(state(coded));
    }

    static boolean isUnknownTable(SQLException failure) {
        return NO_TABLE.contains(state(failure));
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
