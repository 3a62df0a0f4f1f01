package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcSummaryStoreTest {
    private static final Instant WINDOW = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource(Home.class)
    void read_damagedRow_isLeftOutAndCounted(Home home) {
        Home.Place place = home.empty();
        SummaryStore store = place.log().summaries().orElseThrow();
        StoredSummary older = new StoredSummary("a", "n", WINDOW.minusSeconds(60), new byte[] {1});
        store.put(older);
        store.put(new StoredSummary("a", "n", WINDOW, new byte[] {2}));

        place.sql("UPDATE mo_summary SET data = ? WHERE begin_ms = ?", new byte[] {3}, WINDOW.toEpochMilli());

        assertThat(store.read("a", Instant.EPOCH, Instant.MAX)).isEqualTo(new SummaryStore.Reading(List.of(older), 1));
        assertThat(store.latest("a", "n")).contains(older);
    }

    @ParameterizedTest
    @EnumSource(Home.class)
    void read_rangeWithinAMillisecond_isThatOfTheOtherStores(Home home) {
        SummaryStore store = home.empty().log().summaries().orElseThrow();
        store.put(new StoredSummary("a", "n", WINDOW.plusNanos(999_999), new byte[] {1}));

        assertThat(store.read("a", WINDOW, WINDOW.plusNanos(1)).summaries()).hasSize(1);
        assertThat(store.read("a", WINDOW.plusNanos(1), Instant.MAX).summaries())
                .isEmpty();
        assertThat(store.read("a", Instant.MIN, WINDOW).summaries()).isEmpty();
    }
}
