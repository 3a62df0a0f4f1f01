package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how well a model performs before true outcomes are known, period after period: what the monitors of
 * {@linkplain EstimatedPerformance two classes}, of {@linkplain EstimatedClassPerformance several} and of
 * {@linkplain EstimatedLoss numbers} have in common.
 *
 * <pre>{@code
 * estimatedPerformance(Score::score).every(1_000)
 * estimatedClassPerformance(Answer::probabilities, Answer::classIndex).window(Window.tumbling(Duration.ofHours(1)))
 * estimatedLoss(meanAbsoluteError(), Forecast::riders, features).reference(version -> stored(version))
 * }</pre>
 *
 * <p>A period has 1,000 predictions of the version that serves, unless told. The estimation is given, such as one that
 * travelled with the version, or is learnt from the version's first 1,000 labelled predictions. For each metric it
 * finds up to three things about the latest full period, here for accuracy. {@code estimated accuracy}: the estimate
 * with its band, and what it assumes; a breach, {@code WARNING}, when it is worse than what was usual on the reference.
 * {@code realised accuracy}: the metric on the true outcomes that have come for predictions of that period; never a
 * breach. {@code accuracy against its estimate}: a breach, {@code WARNING}, when the truth of the latest period that
 * has 100 outcomes contradicts the estimate for the very same predictions at 99.9 %, which says that the concept
 * drifted and that estimates are not to be trusted.
 *
 * <p>Outcomes count for the period of the prediction, however late they come, as long as the period is one of the last
 * 100 with predictions. These take some 2 MB for two classes, 3 MB for each of several, and next to nothing for
 * numbers. Predictions count that the version gave to callers. When another version becomes the champion, everything
 * starts anew. What was learnt survives a restart, as far as it has a binary form, and so do scores and probabilities
 * that are still to be learnt from; periods start anew.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 * @param <K> the type of the metrics
 * @param <E> the type of the estimation
 * @param <M> the type of the monitor itself
 */
public abstract sealed class EstimationMonitor<I, O, K, E, M extends EstimationMonitor<I, O, K, E, M>>
        implements Monitor<I, O>, DetailSource, MemorySource
        permits EstimatedPerformance, EstimatedClassPerformance, EstimatedLoss {
    private final EstimationSettings<E> settings;
    private final EstimationPeriods<I, O, K, ?, E, ?> periods;

    EstimationMonitor(EstimationPeriods<I, O, K, ?, E, ?> periods, EstimationSettings<E> settings) {
        this.settings = settings;
        this.periods = periods;
    }

    /**
     * Sets how many predictions make a period; 1,000 unless told. Short for {@code
     * window(Window.tumbling(predictions))}.
     *
     * @param predictions the number of predictions, 30 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 30
     */
    public final M every(int predictions) {
        return window(Window.tumbling(Settings.atLeast(EstimationSettings.LEAST, "every", predictions)));
    }

    /**
     * Sets which predictions make a period; {@code Window.tumbling(1_000)} unless told. A period with fewer than 30 is
     * not judged. A prediction that comes after its period is over is left out of the estimate, and {@linkplain
     * #leftOut() counted}; its outcome still counts for the period.
     *
     * @param window the periods: by count, by time, or by the time that inputs bring; those that overlap are judged
     *     each time that one of their steps is over
     * @return a new monitor
     * @throws InvalidInputException if it is a window of fewer than 30 predictions
     */
    public final M window(Window window) {
        Settings.atLeast(EstimationSettings.LEAST, "window", window.observations(EstimationSettings.LEAST));
        return with(new EstimationSettings<>(window, settings.learnFrom(), settings.minLabels(), settings.given()));
    }

    /**
     * Sets how many labelled predictions it learns from if no estimation is given; 1,000 unless told.
     *
     * @param outcomes the number of labelled predictions, 100 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 100
     */
    public final M learnFrom(int outcomes) {
        return with(new EstimationSettings<>(
                settings.window(),
                Settings.atLeast(100, "learnFrom", outcomes),
                settings.minLabels(),
                settings.given()));
    }

    /**
     * Sets how many outcomes of a period there must be before they are compared with the estimate; 100 unless told.
     *
     * @param outcomes the number of outcomes, 30 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 30
     */
    public final M minLabels(int outcomes) {
        return with(new EstimationSettings<>(
                settings.window(),
                settings.learnFrom(),
                Settings.atLeast(30, "minLabels", outcomes),
                settings.given()));
    }

    /**
     * Gives the estimation of each version, such as one that was learnt on its holdout and stored with it.
     *
     * @param ofVersion finds the estimation of a version; if it has none, it is learnt from the first outcomes
     * @return a new monitor
     */
    public final M reference(Function<? super ModelVersion, Optional<E>> ofVersion) {
        return with(new EstimationSettings<>(settings.window(), settings.learnFrom(), settings.minLabels(), ofVersion));
    }

    @Override
    public final void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        periods.onServing(version);
    }

    @Override
    public final void onPrediction(Observation<I, O> prediction) {
        periods.onPrediction(prediction);
    }

    @Override
    public final void onLabel(LabelledObservation<I, O> labelled) {
        periods.onLabel(labelled);
    }

    @Override
    public final List<Finding> evaluate(Instant now) {
        return periods.evaluate(now);
    }

    /** One trend for each metric: the estimate with its band, and what came true. */
    @Override
    public final MonitoringDetails details(Instant now) {
        return periods.details();
    }

    /** The estimation, or what there is to learn one from unless that is inputs; periods start anew. */
    @Override
    public final Optional<byte[]> state() {
        return periods.state(name());
    }

    @Override
    public final void restore(byte[] state) {
        periods.restore(state, name());
    }

    /**
     * The periods that are kept, with what was estimated for each and what came true so far.
     *
     * @param metric the metric
     * @return the periods, oldest first, the one that is filling last
     */
    public final List<EstimatedPeriod> periods(K metric) {
        return periods.periods(metric);
    }

    /**
     * The estimation in use, to be stored and given to another node.
     *
     * @return the estimation, empty until it is learnt
     */
    public final Optional<E> estimation() {
        return periods.estimation();
    }

    /**
     * How many predictions were left out because their period was over, or because their input had no time.
     *
     * @return their number since the estimation is in use
     */
    public final long leftOut() {
        return periods.leftOut();
    }

    @Override
    public final long retainedBytes() {
        return periods.bytes();
    }

    final EstimationSettings<E> settings() {
        return settings;
    }

    abstract M with(EstimationSettings<E> changed);
}
