package io.modelops.monitoring;

import io.modelops.spi.Finding;
import java.util.List;
import java.util.stream.Stream;

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
        Finding first = findings.get(0);
        Finding told = new Finding(
                first.subject(),
                first.status(),
                first.severity(),
                first.value(),
                first.threshold(),
                first.samples(),
                first.summary() + "; left out so far: " + late + " late, " + untimed + " without a time");
        return Stream.concat(Stream.of(told), findings.stream().skip(1)).toList();
    }
}
