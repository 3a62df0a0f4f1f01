package io.modelops.monitoring;

import io.modelops.model.ModelRef;
import io.modelops.model.internal.Json;
import io.modelops.spi.StoredSummary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The form in which the memories of all monitors of a host and its alerts are kept: JSON, small enough for an entry of a side
 * channel. What does not fit is left out: first the largest states, then what is resolved, then all else.
 *
 * @param form the version of the form
 * @param at when it was written
 * @param monitors the memories
 * @param alerts the alerts and silences
 */
record HostMemory(int form, Instant at, List<MonitorMemory> monitors, AlertBook.Memory alerts) {
    private static final Logger LOG = LoggerFactory.getLogger(HostMemory.class);
    private static final int FORM = 2;
    private static final int LARGEST = StoredSummary.LARGEST;

    static byte[] toBytes(List<MonitorMemory> monitors, AlertBook.Memory alerts, Instant at) {
        List<MonitorMemory> bare =
                monitors.stream().map(MonitorMemory::withoutState).toList();
        byte[] bytes = json(at, bare, alerts);
        if (bytes.length > LARGEST / 2) {
            bytes = json(at, bare, alerts.withoutResolved());
        }
        if (bytes.length > LARGEST) {
            return json(at, List.of(), AlertBook.Memory.NONE);
        }
        AlertBook.Memory kept = bytes.length > LARGEST / 2 ? alerts.withoutResolved() : alerts;
        return json(at, withStates(monitors, LARGEST - bytes.length), kept);
    }

    /** The smaller a state, the sooner it finds room, which is counted as it is written: as text. */
    private static List<MonitorMemory> withStates(List<MonitorMemory> monitors, int room) {
        Set<MonitorMemory> fitting = new HashSet<>();
        long left = room;
        for (MonitorMemory memory : monitors.stream()
                .sorted(Comparator.comparingInt(MonitorMemory::size))
                .toList()) {
            left -= 4L * (memory.size() / 3 + 2);
            if (left >= 0) {
                fitting.add(memory);
            } else {
                LOG.debug(
                        "Monitor {} has {} bytes to keep, for which there is no room", memory.monitor(), memory.size());
            }
        }
        return monitors.stream()
                .map(memory -> fitting.contains(memory) ? memory : memory.withoutState())
                .toList();
    }

    private static byte[] json(Instant at, List<MonitorMemory> monitors, AlertBook.Memory alerts) {
        return Json.MAPPER
                .writeValueAsString(new HostMemory(FORM, at, monitors, alerts))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what {@link #toBytes} wrote; empty if it is anything else. */
    static Optional<HostMemory> ofBytes(byte[] bytes) {
        try {
            HostMemory read = Json.MAPPER.readValue(bytes, HostMemory.class);
            if (read != null && read.form == FORM && isWhole(read)) {
                return Optional.of(read);
            }
            LOG.warn("What monitors knew before the restart has a form that is not known: they go on from nothing");
        } catch (JacksonException unreadable) {
            LOG.warn(
                    "What monitors knew before the restart can't be read ({}): they go on from nothing",
                    unreadable.getOriginalMessage());
        }
        return Optional.empty();
    }

    /** Whether it was written longer ago than it may be. */
    boolean isOlderThan(Duration limit, Instant now) {
        return at.isBefore(now.minus(limit));
    }

    /** Whether it tells of the version. */
    boolean isOf(ModelRef.Numbered version) {
        return monitors.stream().allMatch(memory -> memory.version().equals(version));
    }

    /** The subjects that are not resolved yet, by the id of their alert, as far as some monitors know of them. */
    Map<String, Set<String>> openSubjects(Set<String> names) {
        Map<String, Set<String>> open = new HashMap<>();
        for (MonitorMemory memory : monitors) {
            for (AlertMemory alert : memory.alerts()) {
                String id = alert.alertId();
                if (names.contains(memory.monitor()) && alert.open() && id != null) {
                    open.computeIfAbsent(id, none -> new HashSet<>()).add(alert.subject());
                }
            }
        }
        return open;
    }

    @SuppressWarnings("ConstantValue") // what was read may lack anything
    private static boolean isWhole(HostMemory read) {
        List<@Nullable MonitorMemory> monitors = new ArrayList<>();
        if (read.at == null || read.monitors == null || read.alerts == null || !read.alerts.isWhole()) {
            return false;
        }
        monitors.addAll(read.monitors);
        return monitors.stream()
                .allMatch(memory -> memory != null
                        && memory.monitor() != null
                        && memory.version() != null
                        && memory.alerts().stream().allMatch(alert -> alert.subject() != null));
    }
}
