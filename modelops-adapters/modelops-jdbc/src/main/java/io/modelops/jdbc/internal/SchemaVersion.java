package io.modelops.jdbc.internal;

import io.modelops.model.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which tables there are, and the scripts that lead to those this library knows. Each script can be run again. */
public final class SchemaVersion {
    private static final List<String> SCRIPTS = List.of("V1__registry.sql", "V2__summaries.sql");
    private static final int NEWEST = SCRIPTS.size();
    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*(?:\\n|$)");

    private final Database database;

    /** Of the tables in a database. */
    public SchemaVersion(Database database) {
        this.database = database;
    }

    /** Runs the scripts that have not run yet. */
    public void raise() {
        int present = present().orElse(0);
        requireKnown(present);
        if (present == NEWEST) {
            return; // Also for a user who may not create tables.
        }
        try {
            database.change("The registry's schema", attempt -> {
                database.dialect().beginSchema(attempt.connection());
                for (String script : SCRIPTS.subList(present, NEWEST)) {
                    for (String statement : statements(script)) {
                        execute(attempt.connection(), statement);
                    }
                }
                return NEWEST;
            });
        } catch (OutcomeUnknownException unknown) {
            throw new StoreException(
                    "It is not known whether the tables of the registry were created in the " + database
                            + "; create them again, which does no harm.",
                    unknown);
        }
    }

    /** Makes sure that the tables are those this library knows. */
    public void require() {
        int present = present()
                .orElseThrow(() -> new StoreException("The tables of the registry, such as "
                        + database.sql("mo_head") + ", are not in the " + database
                        + ": call JdbcSchema.create(dataSource), or run the scripts in " + folder()
                        + " on the class path."));
        requireKnown(present);
        if (present < NEWEST) {
            throw new StoreException("The tables of the registry in the " + database + " have version " + present
                    + ", this library needs " + NEWEST
                    + ": call JdbcSchema.create(dataSource), or run the newer scripts in " + folder()
                    + " on the class path.");
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try {
            Dialect.execute(connection, statement);
        } catch (SQLException failure) {
            if (Failures.isUniqueViolation(failure)) {
                // In H2, somebody who creates the same tables was faster; the next try finds what they did.
                throw new SQLTransientException(failure.getMessage(), Failures.TRY_AGAIN, failure);
            }
            throw failure;
        }
    }

    private void requireKnown(int present) {
        if (present > NEWEST) {
            throw new StoreException("The tables of the registry in the " + database + " have version " + present
                    + ", this library knows only " + NEWEST + ": use the version of the library that made them.");
        }
    }

    private Optional<Integer> present() {
        return database.ask("The version of the registry's schema", connection -> {
            try {
                return Rows.first(
                        connection,
                        database.sql("SELECT v FROM mo_meta WHERE k = 'schema'"),
                        row -> Integer.valueOf(row.getString(1)));
            } catch (SQLException failure) {
                if (Failures.isUnknownTable(failure)) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
    }

    private String folder() {
        return "db/modelops/" + database.dialect().folder();
    }

    private List<String> statements(String script) {
        String path = "/" + folder() + "/" + script;
        try (InputStream resource = SchemaVersion.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new StoreException(
                        "Script " + path + " is not on the class path: put the whole jar of modelops-jdbc there.");
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
            return STATEMENT_END
                    .splitAsStream(text)
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .map(database::sql)
                    .toList();
        } catch (IOException failure) {
            throw new StoreException("Script " + path + " can't be read (" + failure + "): check the jar.", failure);
        }
    }
}
