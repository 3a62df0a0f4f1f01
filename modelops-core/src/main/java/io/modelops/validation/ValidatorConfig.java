package io.modelops.validation;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Quoted;
import io.modelops.spi.Check;
import io.modelops.spi.ModelHost;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a validator was told; see {@link Validator.Builder}. */
record ValidatorConfig<I, O>(
        ModelHost host,
        Class<I> inputType,
        Class<O> outputType,
        List<Check<? super I, ? super O>> checks,
        Features<I> features,
        @Nullable NumericView<? super O> view,
        double goldenTolerance,
        long seed,
        LongSupplier nanos,
        InstantSource clock,
        DoubleConsumer progress) {
    HoldoutRun<I, O> load(ModelVersion version) {
        try {
            return HoldoutRun.of(version, host.load(version, inputType, outputType));
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception | LinkageError failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new ModelLoadException(
                    "Version " + version + " could not be made to predict (" + HoldoutRun.describe(failure)
                            + "): expected an inference; see the cause.",
                    failure);
        }
    }

    /** Reads answers as numbers. */
    double[] numbers(List<O> answers) {
        NumericView<? super O> numeric = view;
        if (numeric == null) {
            throw HoldoutRun.noNumbers(outputType);
        }
        return answers.stream().mapToDouble(numeric::of).toArray();
    }

    /** Shows an answer in a finding. */
    String show(O answer) {
        if (answer instanceof float[] numbers) {
            return Quoted.of(Arrays.toString(numbers));
        }
        if (answer instanceof double[] numbers) {
            return Quoted.of(Arrays.toString(numbers));
        }
        return Quoted.of(String.valueOf(answer));
    }

    static double tolerance(double tolerance) {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new InvalidInputException("Tolerance " + tolerance
                    + " of golden examples is not allowed: expected a share from 0 to below 1, such as 1e-5.");
        }
        return tolerance;
    }
}
