package io.modelops.deployment.internal;

import io.modelops.deployment.Guard.Measure;
import io.modelops.deployment.RolloutEvidence.Measured;
import io.modelops.model.NumericView;
import io.modelops.model.PredictionId;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.statistics.MomentsAccumulator;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one guard measures in both versions. The function that measures is the application's: it is called on a
 * thread of this measure's own and while no lock is held, so that one which hangs keeps nobody from looking.
 */
final class MeasureRecorder<I, O> {
    private static final int MOST_WAITING = 10_000;

    private final Measure measure;
    private final @Nullable NumericView<? super O> view;
    private final Consumer<Throwable> onFailure;
    private final SerialQueue<Runnable> queue;
    private final ForeignCall call = new ForeignCall();
    private final MomentsAccumulator champion = new MomentsAccumulator();
    private final MomentsAccumulator challenger = new MomentsAccumulator();
    private final MomentsAccumulator paired = new MomentsAccumulator();
    private final Map<PredictionId, Half> waiting = new Bounded<>(MOST_WAITING);
    private long champions;
    private long challengers;

    /**
     * @param threads has a thread for this measure when there is something to measure
     * @param onFailure is told what the measure throws
     */
    MeasureRecorder(
            Measure measure, @Nullable NumericView<? super O> view, Executor threads, Consumer<Throwable> onFailure) {
        this.measure = measure;
        this.view = view;
        this.onFailure = onFailure;
        this.queue = new SerialQueue<>(MOST_WAITING, threads, Runnable::run);
    }

    void answered(Observation<I, O> observation, boolean ofChallenger) {
        if (measure instanceof Measure.OfAnswer answer) {
            queue.offer(() -> measured(
                    () -> answer.value().applyAsDouble(observation),
                    value -> add(value, ofChallenger, answer.most(), observation.id())));
        }
    }

    void answeredByBoth(O championsAnswer, O challengersAnswer) {
        if (measure instanceof Measure.OfBothAnswers both) {
            queue.offer(() ->
                    measured(() -> both.value().applyAsDouble(championsAnswer, challengersAnswer), this::addPaired));
        }
    }

    void labelled(LabelledObservation<I, O> labelled, boolean ofChallenger) {
        O output = labelled.prediction().output();
        NumericView<? super O> numbers = view;
        if (measure instanceof Measure.OfLabel label && output != null && numbers != null) {
            queue.offerImportant(() -> measured(
                    () -> label.value().applyAsDouble(numbers.of(output), numbers.of(labelled.label())),
                    value -> add(
                            value,
                            ofChallenger,
                            label.most(),
                            labelled.prediction().id())));
        }
    }

    synchronized Measured snapshot() {
        return new Measured(champion.moments(), challenger.moments(), paired.moments());
    }

    /** For how long the measure has not returned, if that is suspiciously long. */
    Optional<Duration> hanging() {
        return call.hanging();
    }

    private void measured(DoubleSupplier foreign, DoubleConsumer next) {
        double value;
        call.begins();
        try {
            value = foreign.getAsDouble();
        } catch (RuntimeException | Error failure) {
            onFailure.accept(failure);
            return;
        } finally {
            call.ended();
        }
        next.accept(value);
    }

    private synchronized void addPaired(double value) {
        paired.add(value);
    }

    private synchronized void add(double value, boolean ofChallenger, long most, PredictionId id) {
        if (Double.isNaN(value) || (ofChallenger ? challengers : champions) >= most) {
            return;
        }
        (ofChallenger ? challenger : champion).add(value);
        challengers += ofChallenger ? 1 : 0;
        champions += ofChallenger ? 0 : 1;
        Half other = waiting.remove(id);
        if (other == null) {
            waiting.put(id, new Half(value, ofChallenger));
        } else if (other.ofChallenger() != ofChallenger) {
            paired.add(ofChallenger ? value - other.value() : other.value() - value);
        }
    }

    private record Half(double value, boolean ofChallenger) {}
}
