package io.modelops.monitoring;

import io.modelops.spi.Finding;
import java.util.List;

/**
 * How many observations a window by event time did not take.
 *
 * @param late how many came after their window was over
 * @param untimed how many had no time, or one that had not come yet
 */
record LeftOut(long late, long untimed) {
    static final LeftOut NONE = new LeftOut(0, 0);

    /** Adds to the first of some findings that they do not rest on all observations. */
    List<Finding> toldIn(List<Finding> findings) {
        if (findings.isEmpty() || late + untimed == 0) {
            return findings;
        }
        return Findings.addedToFirst(findings, "; left out so far: " + late + " late, " + untimed + " without a time");
    }
}
