package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.CorruptionException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

class EventCodecFuzzTest {
    /** The operation that all seeds name. */
    private static final UUID OPERATION = new UUID(0, 1);

    private record OneRecord(LogRecord record) implements RegistryStore {
        @Override
        public boolean putIfAbsent(LogRecord another) {
            return false;
        }

        @Override
        public List<LogRecord> read(long from, int limit) {
            return from == 1 ? List.of(record) : List.of();
        }
    }

    @FuzzTest
    void decode_anyLine_isRefusedAsCorruptOrCanBeWrittenAgain(byte[] line) {
        EventCodec codec = new EventCodec();
        LogRecord record = new LogRecord(1, OPERATION, new String(line, StandardCharsets.UTF_8));
        codec.readQuickly(record)
                .ifPresent(fast -> assertThat(codec.decodeByDataBinding(record, 1, fast.previous()))
                        .isEqualTo(fast));
        LogEntry entry;
        try {
            entry = codec.decode(record, 1, LogEntry.BEFORE_FIRST);
        } catch (CorruptionException refused) {
            assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        requireOutlineFits(record, entry, codec);
        if (!(entry.event() instanceof RegistryEvent.Unrecognized) && line.length < LogRecord.LARGEST / 8) {
            Change change = new Change(entry.event(), entry.actor(), entry.reason());
            LogRecord again = codec.encode(1, LogEntry.BEFORE_FIRST, OPERATION, entry.at(), change);
            assertThat(codec.decode(again, 1, LogEntry.BEFORE_FIRST).event()).isEqualTo(entry.event());
        }
        open(record);
    }

    private static void requireOutlineFits(LogRecord record, LogEntry entry, EventCodec codec) {
        RegistrationOutline.of(record).ifPresent(outline -> {
            try {
                assertThat(new StoredEntry(record, outline, entry.previous(), codec).read())
                        .isEqualTo(entry);
            } catch (CorruptionException named) {
                assertThat(named).hasMessageContaining("does not register version " + outline.version());
            }
        });
    }

    private static void open(LogRecord record) {
        try {
            RegistryLog log = new RegistryLog(new OneRecord(record), InstantSource.system(), new Listeners());
            assertThat(log.state().head()).isPresent();
        } catch (CorruptionException contradiction) {
            assertThat(contradiction).hasMessageContaining("contradicts the entries before it");
        }
    }
}
