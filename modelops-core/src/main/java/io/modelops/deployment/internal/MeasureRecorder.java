package io.modelops.deployment.internal;

import io.modelops.deployment.Guard.Measure;
import io.modelops.deployment.RolloutEvidence.Measured;
import io.modelops.model.NumericView;
import io.modelops.model.PredictionId;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.statistics.MomentsAccumulator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what one guard measures in both versions. Used by one thread at a time. */
final class MeasureRecorder<I, O> {
    private static final int MOST_WAITING = 10_000;

    private final Measure measure;
    private final @Nullable NumericView<? super O> view;
    private final MomentsAccumulator champion = new MomentsAccumulator();
    private final MomentsAccumulator challenger = new MomentsAccumulator();
    private final MomentsAccumulator paired = new MomentsAccumulator();
    private final Map<PredictionId, Half> waiting = new Bounded<>(MOST_WAITING);
    private long champions;
    private long challengers;

    MeasureRecorder(Measure measure, @Nullable NumericView<? super O> view) {
        this.measure = measure;
        this.view = view;
    }

    void answered(Observation<I, O> observation, boolean ofChallenger) {
        if (measure instanceof Measure.OfAnswer answer) {
            add(answer.value().applyAsDouble(observation), ofChallenger, answer.most(), observation.id());
        }
    }

    void answeredByBoth(O championsAnswer, O challengersAnswer) {
        if (measure instanceof Measure.OfBothAnswers both) {
            paired.add(both.value().applyAsDouble(championsAnswer, challengersAnswer));
        }
    }

    void labelled(LabelledObservation<I, O> labelled, boolean ofChallenger) {
        O output = labelled.prediction().output();
        if (measure instanceof Measure.OfLabel label && output != null && view != null) {
            double value = label.value().applyAsDouble(view.of(output), view.of(labelled.label()));
            add(value, ofChallenger, label.most(), labelled.prediction().id());
        }
    }

    Measured snapshot() {
        return new Measured(champion.moments(), challenger.moments(), paired.moments());
    }

    private void add(double value, boolean ofChallenger, long most, PredictionId id) {
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
