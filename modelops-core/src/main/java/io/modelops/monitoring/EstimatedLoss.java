package io.modelops.monitoring;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.NumericView;
import io.modelops.monitoring.estimation.BoostedStumps;
import io.modelops.monitoring.estimation.InputLossEstimation;
import io.modelops.monitoring.estimation.LossRegressor;
import io.modelops.statistics.Metric;

/**
 * Estimates the loss of a regression before true outcomes are known, by an {@link InputLossEstimation}, as
 * {@link EstimationMonitor} says: a second, small model learns how large the loss of a prediction is, given the
 * features and the prediction. Learning from 1,000 outcomes of 20 features takes a few tenths of a second, off the
 * predict path.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class EstimatedLoss<I, O>
        extends EstimationMonitor<I, O, Metric, InputLossEstimation<I>, EstimatedLoss<I, O>> {
    private final LossKind<I, O> kind;

    EstimatedLoss(Metric metric, NumericView<O> number, Features<I> features) {
        this(
                new LossKind<>(metric, LossKind.rowValue(metric), number, features, BoostedStumps.withDefaults()),
                EstimationSettings.defaults());
    }

    private EstimatedLoss(LossKind<I, O> kind, EstimationSettings<InputLossEstimation<I>> settings) {
        super(new EstimationPeriods<>(kind, settings), settings);
        this.kind = kind;
    }

    /**
     * Sets what learns which losses to expect; {@link BoostedStumps} unless told. What a learner without a binary form
     * learnt does not survive a restart.
     *
     * @param regressor the learner
     * @return a new monitor
     */
    public EstimatedLoss<I, O> regressor(LossRegressor regressor) {
        return new EstimatedLoss<>(
                new LossKind<>(kind.metric(), kind.rowValue(), kind.number(), kind.features(), regressor), settings());
    }

    /**
     * Reads an estimation that {@link InputLossEstimation#toBytes} wrote, to be given as {@link #reference}.
     *
     * @param bytes the bytes
     * @return the estimation, for the metric, the features and the learner of this monitor
     * @throws InvalidInputException if the bytes are anything else
     */
    public InputLossEstimation<I> read(byte[] bytes) {
        return kind.ofBytes(bytes);
    }

    @Override
    public String name() {
        return "estimated-loss";
    }

    @Override
    EstimatedLoss<I, O> with(EstimationSettings<InputLossEstimation<I>> changed) {
        return new EstimatedLoss<>(kind, changed);
    }
}
