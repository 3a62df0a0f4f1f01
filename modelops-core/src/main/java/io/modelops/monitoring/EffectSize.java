package io.modelops.monitoring;

import io.modelops.statistics.Binning;
import io.modelops.statistics.Hellinger;
import io.modelops.statistics.JensenShannon;
import io.modelops.statistics.KolmogorovSmirnovBounds;
import io.modelops.statistics.LInfinity;
import io.modelops.statistics.PopulationStability;
import io.modelops.statistics.TotalVariation;
import io.modelops.statistics.Wasserstein;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

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
    JENSEN_SHANNON("JS", 0.15, JensenShannon::distance),
    /** The {@linkplain Hellinger Hellinger distance}, 0 to 1; limit 0.15. */
    HELLINGER("Hellinger", 0.15, Hellinger::distance),
    /** The {@linkplain TotalVariation share of the values} that would have to move, 0 to 1; limit 0.15. */
    TOTAL_VARIATION("TVD", 0.15, TotalVariation::distance),
    /** The {@linkplain LInfinity largest change of a share}, 0 to 1; limit 0.1. */
    L_INFINITY("L∞", 0.1, LInfinity::distance),
    /**
     * The largest difference of the distribution functions of a number, 0 to 1, of which the bins give the
     * {@linkplain KolmogorovSmirnovBounds lower bound}; limit 0.15. Of categories it is the largest change of a share.
     */
    KOLMOGOROV_SMIRNOV("KS", 0.15, LInfinity::distance) {
        @Override
        double of(@Nullable Binning ranges, long[] reference, long[] current) {
            return ranges != null
                    ? KolmogorovSmirnovBounds.of(ranges, reference, current).low()
                    : super.of(null, reference, current);
        }
    },
    /**
     * How far values of a number moved on average, in {@linkplain Wasserstein robust standard deviations} of the
     * reference; limit 0.25. Of categories it is the share that moved.
     */
    WASSERSTEIN("Wasserstein", 0.25, TotalVariation::distance) {
        @Override
        double of(@Nullable Binning ranges, long[] reference, long[] current) {
            return ranges != null ? Wasserstein.robust(ranges, reference, current) : super.of(null, reference, current);
        }
    };

    private final String symbol;
    private final double limit;

    @SuppressWarnings("ImmutableEnumChecker") // all are methods without state
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

    /**
     * How the measure is called where there is little room, such as {@code PSI}.
     *
     * @return the name, not empty
     */
    public String symbol() {
        return symbol;
    }

    /** The distance of a column's two sides, NaN if one of them has no values. */
    double of(DriftColumn<?> column, ColumnCounts reference, ColumnCounts current) {
        return of(column.bins() instanceof Binning ranges ? ranges : null, reference.counts(), current.counts());
    }

    /** The distance of two samples in the same bins, which are ranges or else categories; NaN if one is empty. */
    double of(@Nullable Binning ranges, long[] reference, long[] current) {
        return distance.applyAsDouble(reference, current);
    }
}
