package io.modelops.validation;

import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.PredictionException;
import io.modelops.model.Quoted;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ValidationSubject.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One loaded version and the one thing that predicts with it, on the validating thread. */
final class HoldoutRun<I, O> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HoldoutRun.class);

    private final ModelVersion version;
    private final LoadedModel<I, O> model;
    private final Inference<I, O> inference;

    private HoldoutRun(ModelVersion version, LoadedModel<I, O> model, Inference<I, O> inference) {
        this.version = version;
        this.model = model;
        this.inference = inference;
    }

    /** Takes a loaded model over, also if nothing that predicts can be made of it: then the model is closed. */
    static <I, O> HoldoutRun<I, O> of(ModelVersion version, LoadedModel<I, O> model) throws Exception {
        try {
            return new HoldoutRun<>(version, model, model.newInference());
        } catch (Throwable failure) {
            close(model, version);
            throw failure;
        }
    }

    Answers<O> answer(
            List<Example<I, O>> examples,
            @Nullable NumericView<? super O> view,
            LongSupplier nanos,
            Progress progress) {
        List<O> values = new ArrayList<>(examples.size());
        double[] scores = new double[view == null ? 0 : examples.size()];
        long[] latencies = new long[examples.size()];
        for (int row = 0; row < latencies.length; row++) {
            long start = nanos.getAsLong();
            O value = predict(examples.get(row).input(), row);
            latencies[row] = nanos.getAsLong() - start;
            values.add(value);
            if (view != null) {
                scores[row] = view.of(value);
            }
            progress.ran(row + 1, latencies.length);
        }
        progress.runEnded();
        return new Answers<>(values, scores, latencies);
    }

    O predict(I input, int row) {
        O answer;
        try {
            answer = inference.predict(input);
        } catch (Exception failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new PredictionException(
                    "Version " + version + " did not answer example " + row + " (" + describe(failure)
                            + "): expected an answer to each; see the cause.",
                    failure);
        }
        if (answer == null) {
            throw new PredictionException("Version " + version + " answered example " + row
                    + " with null: expected an answer to each; repair the model's output.");
        }
        return answer;
    }

    static String describe(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getName() + (message == null ? "" : ": " + Quoted.of(message));
    }

    static InvalidInputException noNumbers(Class<?> outputType) {
        return new InvalidInputException("Answers of type " + outputType.getName()
                + " can't be read as numbers: expected a Scored, a Number, a Boolean or an array of one; tell the validator "
                + "how with scoredBy(...).");
    }

    @Override
    public void close() {
        close(inference, version);
        close(model, version);
    }

    private static void close(AutoCloseable resource, ModelVersion version) {
        try {
            resource.close();
        } catch (Exception failure) {
            log.warn(
                    "Version {} could not be closed after its validation; its memory may stay in use",
                    version,
                    failure);
        }
    }
}
