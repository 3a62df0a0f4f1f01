package io.modelops.monitoring;

import java.time.Instant;

/**
 * What a monitor also implements to show more than its findings in the report of a period. The host asks it after each
 * evaluation, on the same thread and under the same guard.
 */
public interface DetailSource {
    /**
     * What there is to show.
     *
     * @param now the time of the evaluation
     * @return the details, as they are kept for the next report
     */
    MonitoringDetails details(Instant now);
}
