package io.modelops.djl.internal;

import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.modelops.model.ClosedException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.model.Quoted;
import io.modelops.spi.Inference;
import java.util.List;

/** One thread's predictor. */
final class DjlInference<I, O> implements Inference<I, O> {
    private final ModelVersion version;
    private final Predictor<I, O> predictor;
    private final Runnable release;
    private boolean closed;

    DjlInference(ModelVersion version, Predictor<I, O> predictor, Runnable release) {
        this.version = version;
        this.predictor = predictor;
        this.release = release;
    }

    @Override
    public O predict(I input) {
        return predictAll(List.of(input)).get(0);
    }

    @Override
    public List<O> predictAll(List<I> inputs) {
        if (closed) {
            throw new ClosedException("This inference of version " + version + " has been closed: ask the loaded model "
                    + "for a new one.");
        }
        if (inputs.isEmpty()) {
            return List.of();
        }
        List<O> answers;
        try {
            answers = predictor.batchPredict(inputs);
        } catch (TranslateException failure) {
            throw unwrapped(failure);
        }
        if (answers.size() != inputs.size()) {
            throw new PredictionException("Version " + version + " gave " + answers.size() + " answers to "
                    + inputs.size()
                    + " inputs: expected one row of output for each row of input; export the model with "
                    + "the batch as its first dimension, or give the runtime a translator.");
        }
        return answers;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            predictor.close();
        } finally {
            release.run();
        }
    }

    /** DJL wraps whatever is thrown; what a translator threw unchecked is meant for the caller as it is. */
    private RuntimeException unwrapped(TranslateException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof RuntimeException unchecked && !(cause instanceof EngineException)) {
            return unchecked;
        }
        String message = String.valueOf(cause.getMessage());
        return new PredictionException(
                "Version " + version + " could not answer (" + Quoted.of(message)
                        + "): expected input of the shapes and types the model was made for; compare what the "
                        + "application encodes with the model's signature.",
                cause);
    }
}
