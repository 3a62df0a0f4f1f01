package io.modelops.jdbc;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Flyway itself runs the scripts. */
class FlywayTest {
    private static final int SCRIPTS = 2;

    @Test
    void migrate_emptyPostgres_createsTheTablesThatTheStoresNeed() {
        verify(postgres("by_flyway"), configuration -> configuration.locations("classpath:db/modelops/postgresql"));
    }

    @Test
    void migrate_emptyH2_createsTheTablesThatTheStoresNeed() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

        verify(source, configuration -> configuration.locations("classpath:db/modelops/h2"));
    }

    @Test
    void migrate_tablesThatCreateHasMade_takesThemOver() {
        PGSimpleDataSource source = postgres("taken_over");
        Sql.run(PostgresServer.shared(), "CREATE SCHEMA taken_over");
        JdbcSchema.create(source);
        JdbcRegistryStore.open(source).putIfAbsent(record(1));

        int migrations = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/modelops/postgresql")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate()
                .migrationsExecuted;

        assertThat(migrations).isEqualTo(SCRIPTS);
        assertThat(JdbcRegistryStore.open(source).read(1, 10)).hasSize(1);
    }

    private interface Settings {
        FluentConfiguration with(FluentConfiguration configuration);
    }

    private static void verify(DataSource source, Settings settings) {
        Flyway flyway = settings.with(Flyway.configure().dataSource(source)).load();

        assertThat(flyway.migrate().migrationsExecuted).isEqualTo(SCRIPTS);

        JdbcRegistryStore store = JdbcRegistryStore.open(source);
        assertThat(store.putIfAbsent(record(1))).isTrue();
        JdbcArtifactStore.open(source).hold().close();
        JdbcSchema.create(source);
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        flyway.validate();
        assertThat(store.read(1, 10)).hasSize(1);
    }

    private static PGSimpleDataSource postgres(String schema) {
        PGSimpleDataSource source = PostgresServer.sharedConnections();
        source.setCurrentSchema(schema);
        return source;
    }
}
