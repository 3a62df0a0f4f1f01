package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many writers at once, and somebody who follows them. */
@Tag("crash")
class WritersTest {
    private static final int WRITERS = 8;

    @ParameterizedTest
    @EnumSource(Home.class)
    void putIfAbsent_eightWritersAndAPoller_leaveEachRecordOnceInAWholeChain(Home home) throws Exception {
        Home.Place place = home.empty();
        Duration time = CrashRun.of(Duration.ofSeconds(2), Duration.ofSeconds(30));

        Traffic traffic = Traffic.start(WRITERS, writer -> place.log()).withPoller(place.log());
        LockSupport.parkNanos(time.toNanos());
        traffic.stop();

        assertThat(traffic.unknown()).isEmpty();
        assertThat(traffic.acknowledged()).isGreaterThan(100);
        traffic.verify(place.log());
        CrashRun.report(
                "L9-writers-" + home, traffic.acknowledged(), 0, "writers=" + WRITERS + " seconds=" + time.toSeconds());
    }
}
