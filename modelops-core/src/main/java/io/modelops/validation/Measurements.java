package io.modelops.validation;

import io.modelops.statistics.Interval;
import java.util.Map;
import java.util.TreeMap;

/** Collects the numbers behind a result; those that are not defined are left out. */
final class Measurements {
    private final Map<String, Double> values = new TreeMap<>();

    Measurements put(String name, double value) {
        if (!Double.isNaN(value)) {
            values.put(name, value);
        }
        return this;
    }

    Measurements interval(Interval interval) {
        return put("low", interval.low()).put("high", interval.high()).put("confidence", interval.confidence());
    }

    Map<String, Double> asMap() {
        return values;
    }
}
