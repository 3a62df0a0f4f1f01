package io.modelops.jdbc;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A database without tables, for one test. */
enum Home {
    H2 {
        @Override
        Place place() {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            return new Place(source, JdbcOptions.defaults());
        }
    },
    POSTGRESQL {
        @Override
        Place place() {
            return new Place(
                    PostgresServer.shared(),
                    JdbcOptions.defaults().withTablePrefix("t" + NUMBER.incrementAndGet() + "_"));
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();

    abstract Place place();

    /** With tables. */
    Place empty() {
        Place place = place();
        JdbcSchema.create(place.source(), place.options());
        return place;
    }

    /** Where the tables of one registry are. */
    record Place(DataSource source, JdbcOptions options) {
        JdbcRegistryStore log() {
            return JdbcRegistryStore.open(source, options);
        }

        JdbcRegistryStore log(DataSource other) {
            return JdbcRegistryStore.open(other, options);
        }

        JdbcArtifactStore artifacts() {
            return JdbcArtifactStore.open(source, options);
        }

        Place with(JdbcOptions changed) {
            return new Place(source, changed);
        }

        /** Runs a statement past the stores. */
        int sql(String text, Object... values) {
            return Sql.run(source, text.replaceAll("\\bmo_", options.tablePrefix()), values);
        }

        /** The number that a query past the stores answers. */
        long count(String text, Object... values) {
            return Sql.number(source, text.replaceAll("\\bmo_", options.tablePrefix()), values);
        }
    }
}
