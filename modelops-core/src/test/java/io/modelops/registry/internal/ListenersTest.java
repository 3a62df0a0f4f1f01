package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.event.Event;
import io.modelops.event.LogEntry;
import io.modelops.model.Digest;
import io.modelops.spi.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final Listeners listeners = new Listeners();
    private final List<Event> heard = new ArrayList<>();
    private final List<LogEntry> entries = entries();

    @Test
    void tell_enqueuedEntries_tellsThemOnceInOrder() {
        listeners.add(heard::add);
        listeners.enqueue(entries.get(0));
        listeners.enqueue(entries.get(1));
        assertThat(heard).isEmpty();

        listeners.tell();
        listeners.tell();

        assertThat(heard).containsExactly(entries.get(0), entries.get(1));
    }

    @Test
    void tell_nothingEnqueued_leavesTheNextUndisturbed() {
        listeners.add(heard::add);
        listeners.tell();
        listeners.enqueue(entries.get(0));

        listeners.tell();

        assertThat(heard).containsExactly(entries.get(0));
    }

    @Test
    void tell_fromWithinAListener_isDoneAfterAllHaveHeardThePresentEntry() {
        listeners.add(event -> {
            if (event == entries.get(0)) {
                listeners.enqueue(entries.get(1));
                listeners.tell();
            }
            heard.add(event);
        });
        listeners.add(heard::add);
        listeners.enqueue(entries.get(0));

        listeners.tell();

        assertThat(heard).containsExactly(entries.get(0), entries.get(0), entries.get(1), entries.get(1));
    }

    @Test
    void tell_listenerThatThrows_isCounted() {
        listeners.add(event -> {
            throw new StackOverflowError();
        });
        listeners.add(heard::add);
        listeners.enqueue(entries.get(0));
        listeners.enqueue(entries.get(1));

        listeners.tell();

        assertThat(listeners.failures()).isEqualTo(2);
        assertThat(heard).hasSize(2);
    }

    @Test
    void remove_whileTelling_endsWithTheNextEntry() {
        Runnable[] remove = new Runnable[1];
        remove[0] = listeners.add(event -> {
            heard.add(event);
            remove[0].run();
        });
        listeners.enqueue(entries.get(0));
        listeners.enqueue(entries.get(1));

        listeners.tell();

        assertThat(heard).containsExactly(entries.get(0));
    }

    private static List<LogEntry> entries() {
        EventCodec codec = new EventCodec();
        List<LogEntry> entries = new ArrayList<>();
        Digest previous = LogEntry.BEFORE_FIRST;
        for (LogRecord record : EventSamples.log()) {
            entries.add(codec.decode(record, record.sequence(), previous));
            previous = record.digest();
        }
        return entries;
    }
}
