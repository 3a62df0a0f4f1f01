package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the crash tests finds what it is there to find. */
class TrafficTest {
    private static final int LYING = 20;

    private final Home.Place place = Home.H2.empty();

    @Test
    void verify_acknowledgedRecordThatIsNotThere_fails() throws Exception {
        Traffic traffic = lie((store, record) -> true);

        assertThatThrownBy(() -> traffic.verify(place.log())).isInstanceOf(AssertionError.class);
    }

    @Test
    void verify_refusedRecordThatIsThere_fails() throws Exception {
        Traffic traffic = lie((store, record) -> {
            store.putIfAbsent(record);
            throw new StoreException("certainly not put");
        });

        assertThatThrownBy(() -> traffic.verify(place.log())).isInstanceOf(AssertionError.class);
    }

    private interface Lie {
        boolean tell(RegistryStore store, LogRecord record);
    }

    private Traffic lie(Lie lie) throws InterruptedException {
        RegistryStore honest = place.log();
        Traffic traffic = Traffic.start(1, writer -> new RegistryStore() {
            private int puts;

            @Override
            public boolean putIfAbsent(LogRecord record) {
                puts++;
                return puts == LYING ? lie.tell(honest, record) : honest.putIfAbsent(record);
            }

            @Override
            public List<LogRecord> read(long from, int limit) {
                return honest.read(from, limit);
            }
        });
        await().until(() -> traffic.acknowledged() > LYING + 10);
        traffic.stop();
        return traffic;
    }
}
