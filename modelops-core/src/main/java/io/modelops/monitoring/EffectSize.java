package io.modelops.monitoring;

import io.modelops.statistics.JensenShannon;
import io.modelops.statistics.PopulationStability;
import java.util.function.ToDoubleBiFunction;

/**
 * How far two samples that were counted in the same bins are apart, whether or not that may be chance. Each has the limit
 * from which on a difference is commonly said to matter.
 */
public enum EffectSize {
    /**
     * The {@linkplain PopulationStability population stability index}, without an upper end; limit 0.2. It also notices
     * what moves in rare bins.
     */
    POPULATION_STABILITY(
            "PSI",
            0.2,
            (reference, current) -> PopulationStability.of(reference, current).value()),
    /** The {@linkplain JensenShannon Jensen–Shannon distance} of base 2, 0 to 1; limit 0.15. */
    JENSEN_SHANNON("JS", 0.15, JensenShannon::distance);

    private final String symbol;
    private final double limit;
    private final ToDoubleBiFunction<long[], long[]> distance;

    EffectSize(String symbol, double limit, ToDoubleBiFunction<long[], long[]> distance) {
        this.symbol = symbol;
        this.limit = limit;
        this.distance = distance;
    }

    /**
     * The limit that is used unless another one is told.
     *
     * @return the limit
     */
    public double limit() {
        return limit;
    }

    String symbol() {
        return symbol;
    }

    /** The distance of a column's two sides, NaN if one of them has no values. */
    double of(DriftColumn<?> column, ColumnCounts reference, ColumnCounts current) {
        return distance.applyAsDouble(reference.counts(), current.counts());
    }
}
