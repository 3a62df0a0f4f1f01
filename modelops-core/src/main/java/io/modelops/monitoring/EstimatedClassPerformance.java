package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.monitoring.estimation.MulticlassEstimation;
import io.modelops.monitoring.estimation.MulticlassMetric;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Estimates how well a classifier of several classes performs before true outcomes are known, by a
 * {@link MulticlassEstimation}, as {@link EstimationMonitor} says: accuracy and the macro averages of
 * {@link MulticlassMetric} unless told. It learns once the labelled predictions have two classes or more, all with
 * probabilities for as many. Bands of macro averages are rather wide.
 *
 * @param <O> the type of the answers
 */
public final class EstimatedClassPerformance<O>
        extends EstimationMonitor<Object, O, MulticlassMetric, MulticlassEstimation, EstimatedClassPerformance<O>> {
    private final ClassKind<O> kind;

    EstimatedClassPerformance(Function<? super O, double[]> probabilities, ToIntFunction<? super O> classOf) {
        this(
                new ClassKind<>(probabilities, classOf, List.of(MulticlassMetric.values())),
                EstimationSettings.defaults());
    }

    private EstimatedClassPerformance(ClassKind<O> kind, EstimationSettings<MulticlassEstimation> settings) {
        super(new EstimationPeriods<>(kind, settings), settings);
        this.kind = kind;
    }

    /**
     * Sets what is estimated; all of {@link MulticlassMetric} unless told.
     *
     * @param metrics the metrics, at least one
     * @return a new monitor
     * @throws InvalidInputException if there is none
     */
    public EstimatedClassPerformance<O> metrics(MulticlassMetric... metrics) {
        Settings.atLeast(1, "number of metrics", metrics.length);
        return new EstimatedClassPerformance<>(
                new ClassKind<>(kind.probabilities(), kind.classOf(), List.of(metrics)), settings());
    }

    @Override
    public String name() {
        return "estimated-class-performance";
    }

    @Override
    EstimatedClassPerformance<O> with(EstimationSettings<MulticlassEstimation> changed) {
        return new EstimatedClassPerformance<>(kind, changed);
    }
}
