package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads a log as a registry does, checks the chain, and makes the record that would come next. */
final class Follower {
    private final List<LogRecord> records = new ArrayList<>();
    private String previous = "0".repeat(64);

    List<LogRecord> records() {
        return records;
    }

    void follow(RegistryStore store) {
        for (List<LogRecord> news = store.read(records.size() + 1L, 500);
                !news.isEmpty();
                news = store.read(records.size() + 1L, 500)) {
            news.forEach(this::take);
        }
    }

    LogRecord next() {
        UUID operation = UUID.randomUUID();
        return new LogRecord(
                records.size() + 1L,
                operation,
                "{\"seq\":" + (records.size() + 1L) + ",\"prev\":\"" + previous + "\",\"op\":\"" + operation + "\"}");
    }

    private void take(LogRecord record) {
        assertThat(record.sequence()).as("number without a gap").isEqualTo(records.size() + 1L);
        assertThat(record.payload()).as("link of the chain").contains("\"prev\":\"" + previous + "\"");
        assertThat(record.payload()).contains(record.operation().toString());
        previous = record.digest().hex();
        records.add(record);
    }
}
