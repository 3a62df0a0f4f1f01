package io.modelops.deployment;

import io.modelops.deployment.Pipeline.StepAnswer;
import io.modelops.model.PredictionException;
import java.util.List;
import java.util.function.Function;

/** A step that a function answers. */
record FunctionStep<A, B>(String name, Function<A, B> function) implements PipelineStep {
    @Override
    @SuppressWarnings("unchecked") // The builder sees to it.
    public Object answer(Object input, StepSet set, int index, List<StepAnswer> trail) {
        B answer = function.apply((A) input);
        if (answer == null) {
            throw new PredictionException("Function " + name
                    + " gave null as its answer: expected a value or an exception; mend the function.");
        }
        trail.add(new StepAnswer(name, null, null, false));
        return answer;
    }
}
