package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NeededContentTest {
    private static final int DELETION = 21;

    private final InMemoryRegistryStore store = new InMemoryRegistryStore();

    @Test
    void get_logOfAllEvents_isAllContentThatTheyName() {
        List<LogRecord> log = EventSamples.log();
        log.subList(0, DELETION).forEach(store::putIfAbsent);
        NeededContent needed = new NeededContent(store);

        assertThat(needed.get()).contains(Digest.of("abc"), Digest.of("weights"), Digest.of(""), Digest.of("profile"));

        // Version 2 is deleted; the report of its validation stays.
        assertThat(log.get(DELETION).payload()).contains("\"Deleted\"");
        store.putIfAbsent(log.get(DELETION));
        assertThat(needed.get())
                .contains(Digest.of("abc"))
                .doesNotContain(Digest.of("weights"), Digest.of(""), Digest.of("profile"))
                .hasSize(2);
    }

    @Test
    void get_entriesAddedSince_areSeen() {
        NeededContent needed = new NeededContent(store);
        store.putIfAbsent(EventSamples.log().get(0));

        assertThat(needed.get()).containsExactly(Digest.of("abc"));
    }

    @Test
    void get_entryOfANewerVersion_throwsBecauseItMayNameContent() {
        LogRecord first = EventSamples.log().get(0);
        LogRecord tag = new EventCodec()
                .encode(
                        2,
                        first.digest(),
                        new UUID(0, 2),
                        EventSamples.AT,
                        new Change(new RegistryEvent.Tagged(EventSamples.CHURN, 1, "a", "b"), Actor.by("test"), ""));
        store.putIfAbsent(first);
        store.putIfAbsent(new LogRecord(
                2, tag.operation(), tag.payload().replace("\"type\":\"Tagged\"", "\"type\":\"Distilled\"")));

        assertThatThrownBy(() -> new NeededContent(store))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("entry 2")
                .hasMessageContaining("Distilled");
    }
}
