package io.modelops.deployment.internal;

import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model whose answers are of the type that callers were promised. A runtime that gives anything else fails in its
 * warm-up, so that its version never serves, and not in the code of a caller.
 */
record CheckedModel<I, O>(ModelVersion version, LoadedModel<I, O> model, Class<O> outputType)
        implements LoadedModel<I, O> {
    CheckedModel {
        Objects.requireNonNull(model, "the runtime gave no model");
    }

    @Override
    public Inference<I, O> newInference() throws Exception {
        // Answers are objects, even where the type was given as that of a primitive.
        Class<?> boxed = MethodType.methodType(outputType).wrap().returnType();
        return new Checked<>(version, model.newInference(), boxed);
    }

    @Override
    public boolean isThreadSafe() {
        return model.isThreadSafe();
    }

    @Override
    public int devices() {
        return model.devices();
    }

    @Override
    public void close() {
        model.close();
    }

    private record Checked<I, O>(ModelVersion version, Inference<I, O> inference, Class<?> outputType)
            implements Inference<I, O> {
        @Override
        public O predict(I input) throws Exception {
            return checked(inference.predict(input));
        }

        @Override
        public List<O> predictAll(List<I> inputs) throws Exception {
            List<O> answers = inference.predictAll(inputs);
            if (answers != null) {
                answers.forEach(this::checked);
            }
            // Whether they are as many as the inputs is for those to judge who know what to do then.
            return answers;
        }

        @Override
        public void close() {
            inference.close();
        }

        private O checked(@Nullable O answer) {
            if (answer == null) {
                throw new PredictionException(
                        "Version " + version
                                + " gave null as its answer: expected an answer or an exception; mend its runtime or translator.");
            }
            if (!outputType.isInstance(answer)) {
                throw new PredictionException("Version " + version + " gave an answer of type "
                        + answer.getClass().getName() + ": expected " + outputType.getName()
                        + "; mend its runtime or translator, or deploy it with the type that it answers with.");
            }
            return answer;
        }
    }
}
