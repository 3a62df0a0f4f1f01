package io.modelops.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Statements that tests run themselves. */
final class Sql {
    private Sql() {}

    static int run(DataSource source, String text, Object... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepare(connection, text, values)) {
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static long number(DataSource source, String text, Object... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepare(connection, text, values);
                ResultSet answer = statement.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static PreparedStatement prepare(Connection connection, String text, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int index = 0; index < values.length; index++) {
            statement.setObject(index + 1, values[index]);
        }
        return statement;
    }
}
