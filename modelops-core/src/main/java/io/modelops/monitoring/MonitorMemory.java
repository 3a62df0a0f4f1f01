package io.modelops.monitoring;

import io.modelops.model.ModelRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor and its alerts go on from after a restart.
 *
 * @param monitor the name of the monitor
 * @param version the version that served
 * @param state what the monitor said, or null if it said nothing
 * @param alerts what the alert policy remembers of its subjects
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MonitorMemory(String monitor, ModelRef.Numbered version, byte @Nullable [] state, List<AlertMemory> alerts) {
    MonitorMemory {
        alerts = List.copyOf(alerts);
    }

    MonitorMemory withoutState() {
        return new MonitorMemory(monitor, version, null, alerts);
    }

    int size() {
        byte[] there = state;
        return there == null ? 0 : there.length;
    }
}
