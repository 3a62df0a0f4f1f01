package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.modelops.crash.CrashRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that is killed, and connections that are, in the middle of commits. */
@Tag("crash")
class ServerCrashTest {
    private static final int WRITERS = 8;
    private static final String TERMINATE = "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM"
            + " pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            + " AND (query LIKE ? OR ? = '') ORDER BY random() LIMIT 1) victim";

    private final List<HikariDataSource> pools = new ArrayList<>();
    private PostgresServer server;

    @BeforeEach
    void start() {
        server = PostgresServer.own();
        JdbcSchema.create(server.connections());
        for (int writer = 0; writer < WRITERS; writer++) {
            pools.add(server.pool(2));
        }
    }

    @AfterEach
    void stop() {
        pools.forEach(HikariDataSource::close);
        server.close();
    }

    @Test
    void putIfAbsent_connectionsTerminatedAllTheTime_losesAndDoublesNothing() throws Exception {
        int terminations = CrashRun.of(50, 500);
        SplittableRandom random = new SplittableRandom(9);
        Traffic traffic = traffic();

        long done = 0;
        while (done < terminations) {
            LockSupport.parkNanos(random.nextLong(1_000_000, 25_000_000));
            // Half of them wherever they are, half of them at a commit.
            String where = random.nextBoolean() ? "COMMIT%" : "";
            done += Sql.number(server.connections(), TERMINATE, where, where);
        }
        traffic.stop();

        verify(traffic);
        CrashRun.report("L9-terminations", done, 0, "acknowledged=" + traffic.acknowledged());
    }

    @Test
    void putIfAbsent_serverKilledAndRestarted_losesAndDoublesNothing() throws Exception {
        int kills = CrashRun.of(2, 60);
        SplittableRandom random = new SplittableRandom(60);
        Traffic traffic = traffic();

        for (int kill = 0; kill < kills; kill++) {
            int before = traffic.acknowledged();
            await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() > before + 20);
            LockSupport.parkNanos(random.nextLong(100_000_000));
            server.killAndRestart();
        }
        int before = traffic.acknowledged();
        await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() > before + 20);
        traffic.stop();

        verify(traffic);
        CrashRun.report("L9-kills", kills, 0, "acknowledged=" + traffic.acknowledged());
    }

    private Traffic traffic() {
        return Traffic.start(WRITERS, writer -> JdbcRegistryStore.open(pools.get(writer)));
    }

    private void verify(Traffic traffic) {
        assertThat(traffic.unknown())
                .as("each outcome was found out, since the server came back in time")
                .isEmpty();
        traffic.verify(JdbcRegistryStore.open(server.connections()));
    }
}
