package io.modelops.monitoring;

import io.modelops.monitoring.estimation.Estimate;
import io.modelops.statistics.Interval;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs between estimations of performance without labels; {@link EstimationMonitor} is what they share.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 * @param <K> the type of the metrics
 * @param <R> what is kept of a labelled prediction to learn from
 * @param <E> the estimation
 * @param <S> what is kept of a period
 */
sealed interface EstimationKind<I, O, K, R, E, S extends EstimationKind.Counts<I, O, K, S>>
        permits BinaryKind, ClassKind, LossKind {
    /** How certain it must be that the truth contradicts an estimate. */
    double CONTRADICTED_AT = 0.999;

    List<K> metrics();

    String name(K metric);

    boolean higherIsBetter(K metric);

    /** What to learn from a labelled prediction, or null if it can't be used. */
    @Nullable
    R row(I input, O output, O label);

    /** Learns, or finds that these rows don't suffice, as when all outcomes are the same. */
    Optional<E> learn(List<R> rows);

    /** The binary form of an estimation, or empty if it has none. */
    Optional<byte[]> toBytes(E estimation);

    E ofBytes(byte[] bytes);

    /** Whether rows can be written; what they hold may be the application's. */
    default boolean keepsRows() {
        return true;
    }

    void write(SketchWriter writer, R row);

    R readRow(SketchReader reader);

    S newCounts(E estimation);

    /** About how many bytes a row to learn from takes. */
    long bytes(R row);

    /** The predictions of a period, and those of them whose outcomes have come. */
    interface Counts<I, O, K, S extends Counts<I, O, K, S>> extends LabelledPeriods.Counts<S> {
        void add(I input, O output);

        /** Counts an outcome; one that can't be used is left out. */
        void label(I input, O output, O label);

        long labelled();

        /** From all predictions, with a band of 95 %. */
        Estimate estimate(K metric);

        /** From the predictions whose outcomes are known, with a band of {@link #CONTRADICTED_AT}. */
        Estimate estimateOfLabelled(K metric);

        /** The metric on the outcomes that are known, with a band of 95 %. */
        Interval realised(K metric);
    }
}
