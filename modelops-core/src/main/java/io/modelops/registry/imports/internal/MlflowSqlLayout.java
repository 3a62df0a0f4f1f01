package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's registry in a database. The tables are read whole, and the connection is given back, before the first version
 * is imported.
 *
 * @param database the database
 * @param artifacts where the files of the versions are
 */
public record MlflowSqlLayout(DataSource database, ArtifactRoots artifacts) implements Layout {
    private static final int TIMEOUT_SECONDS = 60;

    /** What one row says, by column. */
    private record Row(Map<String, String> columns) {
        String text(String column) {
            return columns.getOrDefault(column, "");
        }

        @Nullable
        String find(String column) {
            return columns.get(column);
        }
    }

    @Override
    public void read(Intake intake) throws IOException {
        List<Row> models;
        List<Row> modelTags;
        List<Row> versions;
        List<Row> versionTags;
        List<Row> aliases;
        try (Connection connection = database.getConnection()) {
            models = rows(connection, "SELECT * FROM registered_models ORDER BY name");
            modelTags = rows(connection, "SELECT * FROM registered_model_tags ORDER BY name");
            versions = rows(connection, "SELECT * FROM model_versions ORDER BY name, version");
            versionTags = rows(connection, "SELECT * FROM model_version_tags ORDER BY name, version");
            aliases = rows(connection, "SELECT * FROM registered_model_aliases ORDER BY name");
        } catch (SQLException unreadable) {
            throw new IOException("MLflow's tables could not be read: " + unreadable.getMessage(), unreadable);
        }
        for (Row model : models) {
            if (model.find("description") != null && !model.text("description").isBlank()) {
                intake.unmapped(
                        model.text("name"), "description", "a model as a whole has no description, only its versions");
            }
        }
        for (Row tag : modelTags) {
            intake.unmapped(
                    tag.text("name"), "tag " + tag.text("key"), "a model as a whole has no tags, only its versions");
        }
        versions(intake, versions, grouped(versionTags), grouped(aliases));
    }

    private void versions(
            Intake intake, List<Row> versions, Map<List<String>, List<Row>> tags, Map<List<String>, List<Row>> aliases)
            throws IOException {
        Map<List<String>, List<Row>> dangling = new LinkedHashMap<>(aliases);
        for (Row row : versions) {
            List<String> key = key(row);
            dangling.remove(key);
            String digits = row.text("version");
            if (!digits.matches("[1-9][0-9]{0,8}")) {
                intake.refused(row.text("name") + "/version-" + digits, "version " + digits, "it is no version number");
                continue;
            }
            Map<String, String> said = new TreeMap<>();
            tags.getOrDefault(key, List.of()).forEach(tag -> said.put(tag.text("key"), tag.text("value")));
            String stored = row.find("storage_location");
            new MlflowVersion(
                            row.text("name"),
                            Integer.parseInt(digits),
                            row.find("current_stage"),
                            row.find("status"),
                            stored == null || stored.isBlank() ? row.find("source") : stored,
                            row.find("run_id"),
                            row.find("user_id"),
                            row.find("description"),
                            row.find("creation_time"),
                            said,
                            aliases.getOrDefault(key, List.of()).stream()
                                    .map(alias -> alias.text("alias"))
                                    .toList())
                    .into(intake, artifacts);
        }
        dangling.values()
                .forEach(rows -> rows.forEach(alias -> intake.unmapped(
                        alias.text("name"), "alias " + alias.text("alias"), "it points to no version")));
    }

    private static Map<List<String>, List<Row>> grouped(List<Row> rows) {
        Map<List<String>, List<Row>> grouped = new LinkedHashMap<>();
        for (Row row : rows) {
            grouped.computeIfAbsent(key(row), any -> new ArrayList<>()).add(row);
        }
        return grouped;
    }

    private static List<String> key(Row row) {
        return List.of(row.text("name"), row.text("version"));
    }

    private static List<Row> rows(Connection connection, String query) throws SQLException, RefusedException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            statement.setMaxRows(Limits.VERSIONS + 1);
            List<Row> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            if (rows.size() > Limits.VERSIONS) {
                throw new RefusedException(
                        query, "there are more than " + Limits.VERSIONS + " rows: import from a copy with fewer");
            }
            return rows;
        }
    }

    private static Row row(ResultSet result) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            String value = result.getString(column);
            if (value != null) {
                columns.put(result.getMetaData().getColumnLabel(column).toLowerCase(Locale.ROOT), value);
            }
        }
        return new Row(columns);
    }
}
