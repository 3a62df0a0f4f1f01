package io.modelops.jdbc;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ClosedException;
import io.modelops.model.CorruptionException;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class JdbcRegistryStoreTest {
    @Parameter
    private Home home;

    private Home.Place place;
    private JdbcRegistryStore store;

    @BeforeEach
    void open() {
        Home.Place empty = home.empty();
        place = empty.with(
                empty.options().withTimes(Duration.ofMillis(50), Duration.ofMillis(5_000), Duration.ofMillis(5_500)));
        store = place.log();
    }

    @Test
    void putIfAbsent_headLockedForAWhile_waitsForIt() throws Exception {
        Thread putting = new Thread(() -> store.putIfAbsent(record(1)));
        try (Connection other = place.source().getConnection()) {
            other.setAutoCommit(false);
            lockHead(other);
            putting.start();
            putting.join(200); // Longer than the lock timeout, shorter than the patience.
            assertThat(putting.isAlive()).isTrue();
            other.rollback();
            other.setAutoCommit(true);
        }
        putting.join();

        assertThat(store.read(1, 10)).hasSize(1);
    }

    @Test
    void putIfAbsent_headLockedForTooLong_throwsAndChangesNothing() throws Exception {
        JdbcOptions impatient =
                place.options().withTimes(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(300));
        JdbcRegistryStore hasty = place.with(impatient).log();
        try (Connection other = place.source().getConnection()) {
            other.setAutoCommit(false);
            lockHead(other);
            assertThatThrownBy(() -> hasty.putIfAbsent(record(1)))
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining("nothing was changed");
            other.rollback();
            other.setAutoCommit(true);
        }

        assertThat(hasty.putIfAbsent(record(1))).isTrue();
    }

    @Test
    void putIfAbsent_operationOfAnEarlierRecord_throwsAndChangesNothing() {
        LogRecord first = record(1);
        store.putIfAbsent(first);

        assertThatThrownBy(() -> store.putIfAbsent(new LogRecord(2, first.operation(), first.payload())))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining(first.operation().toString())
                .hasMessageContaining("in the log already");

        assertThat(store.read(1, 10)).containsExactly(first);
        assertThat(store.putIfAbsent(record(2))).isTrue();
    }

    @Test
    void putIfAbsent_payloadWithoutUtf8Form_throwsAndChangesNothing() {
        assertThatThrownBy(() -> store.putIfAbsent(record(1, "\ud800")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no UTF-8 form");
        assertThatThrownBy(() -> store.putIfAbsent(record(1, "\0"))).isInstanceOf(StoreException.class);

        assertThat(store.read(1, 10)).isEmpty();
    }

    @Test
    void putIfAbsent_connection_isGivenBackAsItWas() throws Exception {
        Connection only = place.source().getConnection();
        Connection lent = KeptOpen.of(only);
        only.setAutoCommit(false);
        only.setNetworkTimeout(Runnable::run, 77_000);
        int timeout = only.getNetworkTimeout();
        JdbcRegistryStore onOne = place.log(KeptOpen.source(lent));

        onOne.putIfAbsent(record(1));
        onOne.read(1, 10);

        assertThat(only.getAutoCommit()).isFalse();
        assertThat(only.getNetworkTimeout()).isEqualTo(timeout);
        only.setAutoCommit(true);
        only.setNetworkTimeout(Runnable::run, 0);
        onOne.putIfAbsent(record(2));
        onOne.read(1, 10);
        assertThat(only.getAutoCommit()).isTrue();
        only.close();
        assertThat(store.read(1, 10)).hasSize(2);
    }

    @Test
    void read_alteredPayload_throwsCorruption() {
        store.putIfAbsent(record(1, "good"));
        place.sql("UPDATE mo_log SET payload = REPLACE(payload, 'good', 'evil')");

        assertThatThrownBy(() -> store.read(1, 10))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("Record 1")
                .hasMessageContaining("another digest");
    }

    @Test
    void read_removedRecord_throwsCorruption() {
        store.putIfAbsent(record(1));
        store.putIfAbsent(record(2));
        store.putIfAbsent(record(3));
        place.sql("DELETE FROM mo_log WHERE seq = 2");

        assertThatThrownBy(() -> store.read(1, 10))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("Record 2")
                .hasMessageContaining("is missing");
        assertThat(store.read(3, 10)).hasSize(1);
    }

    @Test
    void read_logThatHasBecomeShorter_throwsCorruption() {
        store.putIfAbsent(record(1));
        store.putIfAbsent(record(2));
        place.sql("DELETE FROM mo_log WHERE seq = 2");
        place.sql("UPDATE mo_head SET seq = 1");

        assertThatThrownBy(() -> store.read(3, 10))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("ends at record 1, but record 2 was there");
    }

    @Test
    void read_recordBeyondTheHead_isNotReturned() {
        store.putIfAbsent(record(1));
        place.sql("UPDATE mo_head SET seq = 0");

        assertThat(place.log().read(1, 10)).isEmpty();
    }

    @Test
    void open_withoutTables_throwsAndSaysHowToCreateThem() {
        Home.Place without = home.place();

        assertThatThrownBy(without::log)
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("JdbcSchema.create(dataSource)")
                .hasMessageContaining("db/modelops/");
        assertThatThrownBy(without::artifacts).isExactlyInstanceOf(StoreException.class);
    }

    @Test
    void open_twoPrefixesInOneDatabase_areTwoLogs() {
        Home.Place other = place.with(
                place.options().withTablePrefix("other" + place.options().tablePrefix()));
        JdbcSchema.create(other.source(), other.options());

        store.putIfAbsent(record(1));

        assertThat(other.log().read(1, 10)).isEmpty();
    }

    @Test
    void use_afterClose_throws() {
        store.close();

        assertThatThrownBy(() -> store.read(1, 1)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> store.putIfAbsent(record(1))).isInstanceOf(ClosedException.class);
    }

    private void lockHead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT seq FROM " + place.options().tablePrefix() + "head FOR UPDATE");
        }
    }
}
