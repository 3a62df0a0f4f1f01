package io.modelops.jdbc;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.spi.LogRecord;
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
                                return call.invoke(connection, values);
                            });
                });
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
