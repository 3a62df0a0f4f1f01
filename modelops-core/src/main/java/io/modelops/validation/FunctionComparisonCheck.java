package io.modelops.validation;

import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import io.modelops.statistics.Metric;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Requires that the version is no worse than a rule without a model, on the same rows. Passes, fails and measures as
 * {@link ComparisonCheck} does. Immutable, and safe for use by several threads if the rule is.
 *
 * @param <I> the type of the inputs
 */
public final class FunctionComparisonCheck<I> implements Check<I, Object>, NeedsNumbers {
    private final NoWorse noWorse;
    private final String function;
    private final ToDoubleFunction<? super I> baseline;

    FunctionComparisonCheck(String words, Metric metric, String function, ToDoubleFunction<? super I> baseline) {
        this(new NoWorse(words, metric), function, baseline);
    }

    private FunctionComparisonCheck(NoWorse noWorse, String function, ToDoubleFunction<? super I> baseline) {
        this.noWorse = noWorse;
        this.function = function;
        this.baseline = baseline;
    }

    /**
     * Sets the confidence of the two-sided interval, 0.95 unless set.
     *
     * @param confidence above 0.5 and below 1
     * @return a check at this confidence
     * @throws InvalidInputException if the confidence is outside of that
     */
    public FunctionComparisonCheck<I> atConfidence(double confidence) {
        return new FunctionComparisonCheck<>(noWorse.atConfidence(confidence), function, baseline);
    }

    /**
     * Sets how much worse is still acceptable, in the unit of the metric; 0 unless set.
     *
     * @param margin a finite number of 0 or more
     * @return a check of non-inferiority with this margin; with 0 one without a margin
     * @throws InvalidInputException if the margin is negative or not finite
     */
    public FunctionComparisonCheck<I> within(double margin) {
        return new FunctionComparisonCheck<>(noWorse.within(margin), function, baseline);
    }

    /**
     * Sets how many rows are needed.
     *
     * @param rows the least number of rows that decides anything, 1 or more
     * @return a check that needs as many
     * @throws InvalidInputException if the number is less than 1
     */
    public FunctionComparisonCheck<I> minRows(int rows) {
        return new FunctionComparisonCheck<>(noWorse.minRows(rows), function, baseline);
    }

    @Override
    public String name() {
        return noWorse.name(function);
    }

    @Override
    public CheckResult evaluate(ValidationSubject<? extends I, ?> subject) {
        CheckResult tooFew = Evidence.tooFew(subject, noWorse.minRows());
        if (tooFew != null) {
            return tooFew;
        }
        List<? extends Example<? extends I, ?>> holdout = subject.holdout();
        double[] answers = holdout.stream()
                .mapToDouble(example -> baseline.applyAsDouble(example.input()))
                .toArray();
        return noWorse.judge(function, subject.answers().scores(), answers, subject.labels(), subject.random());
    }
}
