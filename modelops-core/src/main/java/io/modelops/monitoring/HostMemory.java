package io.modelops.monitoring;

import io.modelops.model.internal.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The form in which the memories of all monitors of a host are kept: JSON.
 *
 * @param form the version of the form
 * @param monitors the memories
 */
record HostMemory(int form, List<MonitorMemory> monitors) {
    private static final Logger LOG = LoggerFactory.getLogger(HostMemory.class);
    private static final int FORM = 1;
    /** How many bytes of states are kept together; more would not fit in an entry of a side channel, as text. */
    private static final int MOST_BYTES = 512 << 10;

    static byte[] toBytes(List<@Nullable MonitorMemory> monitors) {
        List<MonitorMemory> kept = new ArrayList<>();
        int bytes = 0;
        for (MonitorMemory memory : monitors) {
            if (memory != null) {
                boolean fits = bytes + memory.size() <= MOST_BYTES;
                if (!fits) {
                    LOG.debug(
                            "Monitor {} has {} bytes to keep, for which there is no room",
                            memory.monitor(),
                            memory.size());
                }
                bytes += fits ? memory.size() : 0;
                kept.add(fits ? memory : memory.withoutState());
            }
        }
        return Json.MAPPER.writeValueAsString(new HostMemory(FORM, kept)).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what {@link #toBytes} wrote; nothing if it is anything else. */
    static List<MonitorMemory> ofBytes(byte[] bytes) {
        try {
            HostMemory read = Json.MAPPER.readValue(bytes, HostMemory.class);
            if (read != null && read.form == FORM && isWhole(read.monitors)) {
                return List.copyOf(read.monitors);
            }
            LOG.warn("What monitors knew before the restart has a form that is not known: they go on from nothing");
        } catch (JacksonException unreadable) {
            LOG.warn(
                    "What monitors knew before the restart can't be read ({}): they go on from nothing",
                    unreadable.getOriginalMessage());
        }
        return List.of();
    }

    @SuppressWarnings("ConstantValue") // what was read may lack anything
    private static boolean isWhole(@Nullable List<@Nullable MonitorMemory> monitors) {
        return monitors != null
                && monitors.stream()
                        .allMatch(memory -> memory != null
                                && memory.monitor() != null
                                && memory.version() != null
                                && memory.alerts().stream().allMatch(alert -> alert.subject() != null));
    }
}
