package io.modelops.jdbc;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How a commit looks from the side of the server. */
class PostgresTransactionTest {
    private final Home.Place place = Home.POSTGRESQL.empty();

    @Test
    void server_ofTheTests_keepsWhatItAcknowledges() {
        assertThat(setting("fsync")).isEqualTo("on");
        assertThat(setting("synchronous_commit")).isEqualTo("on");
    }

    @Test
    void putIfAbsent_sessionWithBadDefaults_commitsDurablyWithTimeouts() {
        place.sql("CREATE TABLE mo_seen (isolation text, durable text, locks text, statements text, idle text)");
        place.sql("CREATE FUNCTION mo_look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO mo_seen VALUES"
                + " (current_setting('transaction_isolation'), current_setting('synchronous_commit'),"
                + " current_setting('lock_timeout'), current_setting('statement_timeout'),"
                + " current_setting('idle_in_transaction_session_timeout')); RETURN NEW; END $$");
        place.sql("CREATE TRIGGER mo_looks AFTER INSERT ON mo_log FOR EACH ROW EXECUTE FUNCTION mo_look()");
        DataSource careless =
                withEachConnection("SET synchronous_commit = off; SET default_transaction_isolation = 'serializable';"
                        + " SET default_transaction_read_only = on");

        assertThat(place.log(careless).putIfAbsent(record(1))).isTrue();

        assertThat(place.count("SELECT count(*) FROM mo_seen WHERE isolation = 'read committed' AND durable = 'on'"
                        + " AND locks = '2s' AND statements = '10s' AND idle = '10s'"))
                .isEqualTo(1);
    }

    @Test
    void putIfAbsent_clientThatTheNetworkLost_isThrownOutAndTheRecordPutOnce() {
        Home.Place quick = place.with(
                place.options().withTimes(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMillis(5_000)));
        CuttingDataSource cutting = new CuttingDataSource(place.source()).cut(1, CuttingDataSource.Cut.SILENT);
        LogRecord record = record(1);

        assertThat(quick.log(cutting.source()).putIfAbsent(record)).isTrue();

        assertThat(cutting.wasCut()).isTrue();
        assertThat(quick.log().read(1, 10)).containsExactly(record);
    }

    @Test
    void stores_userWhoMayOnlyRead_readAndHold() throws IOException {
        String prefix = place.options().tablePrefix();
        place.log().putIfAbsent(record(1));
        Digest digest = place.artifacts().put(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        place.sql("CREATE ROLE " + prefix + "reader");
        place.sql("GRANT SELECT ON mo_meta, mo_head, mo_log, mo_content, mo_upload, mo_chunk TO " + prefix + "reader");
        DataSource reading = withEachConnection("SET ROLE " + prefix + "reader");
        JdbcArtifactStore artifacts = JdbcArtifactStore.open(reading, place.options());

        try (ArtifactStore.Hold hold = artifacts.hold();
                InputStream content = artifacts.open(digest)) {
            assertThat(hold).isNotNull();
            assertThat(content.readAllBytes()).hasSize(3);
        }
        assertThat(place.log(reading).read(1, 10)).hasSize(1);
        assertThatThrownBy(() -> place.log(reading).putIfAbsent(record(2)))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("permission denied")
                .hasMessageContaining("nothing was changed");
    }

    private String setting(String name) {
        return place.count("SELECT count(*) FROM pg_settings WHERE name = ? AND setting = 'on'", name) == 1
                ? "on"
                : "off";
    }

    /** A data source whose users have set something before, and have it set back after. */
    private DataSource withEachConnection(String sql) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = place.source().getConnection().unwrap(Connection.class);
                    run(connection, sql);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, call, values) -> {
                                if (call.getName().equals("close")) {
                                    run(connection, "RESET ALL");
                                }
                                try {
                                    return call.invoke(connection, values);
                                } catch (InvocationTargetException thrown) {
                                    throw thrown.getCause();
                                }
                            });
                });
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
