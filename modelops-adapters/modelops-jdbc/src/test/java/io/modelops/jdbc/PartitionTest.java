package io.modelops.jdbc;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelops.crash.CrashRun;
import io.modelops.jdbc.CuttingProxy.Weather;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A network that loses what is sent, one way, both ways, or in the middle of a commit. */
@Tag("crash")
class PartitionTest {
    private static final int WRITERS = 8;

    private final Home.Place created = Home.POSTGRESQL.empty();
    private final Home.Place place = created.with(
            created.options().withTimes(Duration.ofMillis(300), Duration.ofMillis(700), Duration.ofMillis(20_000)));
    private final CuttingProxy network = new CuttingProxy(PostgresServer.sharedPort());

    @AfterEach
    void closeNetwork() {
        network.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Weather.class,
            names = {"COMMIT_TORN", "ANSWER_TORN", "COMMIT_VANISHES", "ANSWER_VANISHES"})
    void putIfAbsent_networkIsCutDuringTheCommit_putsTheRecordOnce(Weather weather) {
        JdbcRegistryStore store = place.log(throughTheNetwork());
        LogRecord first = record(1);
        LogRecord second = record(2);
        network.turn(weather);

        assertThat(store.putIfAbsent(first)).isTrue();

        assertThat(network.cuts()).isEqualTo(1);
        assertThat(store.putIfAbsent(second)).isTrue();
        assertThat(place.log().read(1, 10)).containsExactly(first, second);
    }

    @Test
    void putIfAbsent_linkIsDown_throwsAndSaysThatNothingWasChanged() {
        Home.Place impatient = place.with(
                place.options().withTimes(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300)));
        JdbcRegistryStore store = impatient.log(throughTheNetwork());
        network.turn(Weather.LINK_DOWN);

        assertThatThrownBy(() -> store.putIfAbsent(record(1)))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("nothing was changed");
        network.turn(Weather.FINE);

        assertThat(store.read(1, 10)).isEmpty();
        assertThat(store.putIfAbsent(record(1))).isTrue();
    }

    @Test
    void putIfAbsent_networkIsCutInEveryWay_losesAndDoublesNothing() throws Exception {
        List<Weather> kinds = List.of(
                Weather.DEAF_SERVER,
                Weather.DEAF_CLIENTS,
                Weather.LINK_DOWN,
                Weather.COMMIT_TORN,
                Weather.ANSWER_TORN,
                Weather.COMMIT_VANISHES,
                Weather.ANSWER_VANISHES);
        int partitions = CrashRun.of(2, 70);
        SplittableRandom random = new SplittableRandom(7);
        Traffic traffic = Traffic.start(WRITERS, writer -> place.log(throughTheNetwork()));

        int afterwards = 0;
        for (int partition = 0; partition < partitions; partition++) {
            int before = traffic.acknowledged();
            await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() > before + 10);
            int cuts = network.cuts();
            network.turn(kinds.get(partition % kinds.size()));
            await().atMost(Duration.ofSeconds(60)).until(() -> network.cuts() > cuts);
            LockSupport.parkNanos(random.nextLong(200_000_000));
            network.turn(Weather.FINE);
            afterwards = traffic.acknowledged();
        }
        int last = afterwards;
        await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() > last + 10);
        traffic.stop();

        assertThat(traffic.unknown())
                .as("each outcome was found out, since the network came back in time")
                .isEmpty();
        traffic.verify(place.log());
        CrashRun.report("L9-partitions", partitions, 0, "acknowledged=" + traffic.acknowledged());
    }

    /** Connections whose driver counts them as lost after a second without an answer. */
    private PGSimpleDataSource throughTheNetwork() {
        PGSimpleDataSource source = PostgresServer.sharedConnections();
        source.setPortNumbers(new int[] {network.port()});
        source.setSocketTimeout(1);
        source.setConnectTimeout(1);
        source.setLoginTimeout(2);
        return source;
    }
}
