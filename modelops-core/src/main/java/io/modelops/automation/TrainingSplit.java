package io.modelops.automation;

import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * The labelled examples divided by time: the latest are kept back, because a model must be judged on a time it has not
 * seen, and the ones before them are learnt from.
 */
record TrainingSplit<I, O>(List<Example<I, O>> training, List<Example<I, O>> holdout) {
    static <I, O> TrainingSplit<I, O> of(List<Example<I, O>> labelled, RetrainingPolicy<I, O> policy) {
        List<Example<I, O>> all = new ArrayList<>(policy.knownBefore());
        all.addAll(labelled);
        int cut = all.size() - policy.holdout();
        if (cut < policy.minimumTraining()) {
            throw new InvalidInputException("There are " + all.size() + " labelled examples: expected "
                    + policy.holdout() + " to validate on and at least " + policy.minimumTraining()
                    + " before them to learn from; report more true outcomes, or ask for less.");
        }
        return new TrainingSplit<>(
                all.subList(Math.max(0, cut - policy.trainingWindow()), cut), all.subList(cut, all.size()));
    }
}
