package io.modelops.spi;

import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a deployment serves and answers. Calls for one deployment come one after another, never on the thread of a
 * caller; what an observer throws is counted and isolated.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public interface Observer<I, O> {
    /**
     * The name that messages use for it.
     *
     * @return a short name
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * A version became the champion.
     *
     * @param version the version
     * @param trainedOn the summary of its training data, or null if it was registered without
     */
    default void onServing(ModelVersion version, @Nullable Profile trainedOn) {}

    /**
     * A prediction was made, or failed.
     *
     * @param observation the prediction
     */
    default void onPrediction(Observation<I, O> observation) {}

    /**
     * The true outcome of a prediction became known.
     *
     * @param labelled the prediction and its outcome
     */
    default void onLabel(LabelledObservation<I, O> labelled) {}
}
