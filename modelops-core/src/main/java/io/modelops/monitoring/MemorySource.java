package io.modelops.monitoring;

import java.util.Map;

/**
 * What a monitor also implements to tell how much memory it takes. All monitors of the library do. The host asks it after
 * each evaluation, on the same thread and under the same guard, and shows the answer in its {@link MonitorStatus}.
 */
public interface MemorySource {
    /**
     * How much memory it takes beyond a small constant: what it has counted, learnt and kept. References to inputs and
     * answers that belong to the application count as references.
     *
     * @return about how many bytes, 0 or more
     */
    long retainedBytes();

    /**
     * How much of it each feature takes, where that can be told.
     *
     * @return about how many bytes by the name of the feature; empty unless told
     */
    default Map<String, Long> retainedBytesByFeature() {
        return Map.of();
    }
}
