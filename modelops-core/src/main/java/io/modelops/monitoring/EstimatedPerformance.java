package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.NumericView;
import io.modelops.monitoring.estimation.BinaryEstimation;
import io.modelops.monitoring.estimation.BinaryMetric;
import java.util.List;

/**
 * Estimates how well a binary classifier performs before true outcomes are known, by a {@link BinaryEstimation}, as
 * {@link EstimationMonitor} says: ROC AUC, accuracy, precision, recall, F1 and specificity unless told.
 *
 * @param <O> the type of the answers
 */
public final class EstimatedPerformance<O>
        extends EstimationMonitor<Object, O, BinaryMetric, BinaryEstimation, EstimatedPerformance<O>> {
    private final BinaryKind<O> kind;

    EstimatedPerformance(NumericView<O> score) {
        this(new BinaryKind<>(score, 0.5, BinaryMetric.defaults()), EstimationSettings.defaults());
    }

    private EstimatedPerformance(BinaryKind<O> kind, EstimationSettings<BinaryEstimation> settings) {
        super(new EstimationPeriods<>(kind, settings), settings);
        this.kind = kind;
    }

    /**
     * Sets the score from which on an answer counts as a positive decision; 0.5 unless told.
     *
     * @param score a probability, above 0 and below 1
     * @return a new monitor
     * @throws InvalidInputException if the score is out of its range
     */
    public EstimatedPerformance<O> threshold(double score) {
        return new EstimatedPerformance<>(
                new BinaryKind<>(kind.score(), Settings.probability("threshold", score), kind.metrics()), settings());
    }

    /**
     * Sets what is estimated; {@link BinaryMetric#defaults()} unless told. A metric that a given estimation was not
     * learnt for is estimated without a usual range, and so without a breach of it.
     *
     * @param metrics the metrics
     * @return a new monitor
     */
    public EstimatedPerformance<O> metrics(BinaryMetric... metrics) {
        return new EstimatedPerformance<>(
                new BinaryKind<>(kind.score(), kind.threshold(), List.of(metrics)), settings());
    }

    @Override
    public String name() {
        return "estimated-performance";
    }

    @Override
    EstimatedPerformance<O> with(EstimationSettings<BinaryEstimation> changed) {
        return new EstimatedPerformance<>(kind, changed);
    }
}
