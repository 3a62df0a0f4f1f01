package io.modelops.jdbc;

import io.modelops.jdbc.internal.Database;
import io.modelops.jdbc.internal.SchemaVersion;
import javax.sql.DataSource;

/**
 * The tables of a registry. The scripts that create them lie on the class path, in {@code db/modelops/postgresql} and
 * {@code db/modelops/h2}, and are named so that Flyway can run them instead.
 */
public final class JdbcSchema {
    private JdbcSchema() {}

    /**
     * Creates the tables that are not there yet, with default options. May be called at each start, by several processes
     * at once.
     *
     * @param dataSource where the tables are to be; the user of its connections may create tables
     * @throws io.modelops.model.StoreException if the database can't be reached, is neither PostgreSQL nor H2, refuses, or
     *     has the tables of a later version of this library
     */
    public static void create(DataSource dataSource) {
        create(dataSource, JdbcOptions.defaults());
    }

    /**
     * Creates the tables that are not there yet. May be called at each start, by several processes at once.
     *
     * @param dataSource where the tables are to be; the user of its connections may create tables
     * @param options with the prefix of their names
     * @throws io.modelops.model.StoreException if the database can't be reached, is neither PostgreSQL nor H2, refuses, or
     *     has the tables of a later version of this library
     */
    public static void create(DataSource dataSource, JdbcOptions options) {
        new SchemaVersion(Database.connect(dataSource, options)).raise();
    }
}
