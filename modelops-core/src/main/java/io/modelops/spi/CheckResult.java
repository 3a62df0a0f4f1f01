package io.modelops.spi;

import io.modelops.model.Verdict;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a check found.
 *
 * @param verdict whether the requirement is met
 * @param finding one sentence: what was measured, against what
 * @param measurements the numbers behind it, in order of name
 */
public record CheckResult(Verdict verdict, String finding, Map<String, Double> measurements) {
    /**
     * Copies and keeps the result.
     *
     * @param verdict whether the requirement is met
     * @param finding one sentence: what was measured, against what
     * @param measurements the numbers behind it
     */
    public CheckResult {
        measurements = Collections.unmodifiableMap(new TreeMap<>(measurements));
    }

    /**
     * A result without further numbers.
     *
     * @param verdict whether the requirement is met
     * @param finding one sentence: what was measured, against what
     * @return the result
     */
    public static CheckResult of(Verdict verdict, String finding) {
        return new CheckResult(verdict, finding, Map.of());
    }
}
