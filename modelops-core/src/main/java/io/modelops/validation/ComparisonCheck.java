package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import io.modelops.statistics.Metric;
import java.util.Optional;

/**
 * Requires that the version is no worse than the one an alias points to, on the same rows. Both answer the holdout, rows
 * are resampled for both together, and the percentile bootstrap interval of the difference decides:
 *
 * <ul>
 *   <li>With a margin ({@link #within}) it is a test of non-inferiority: pass if the whole interval is within the margin,
 *       fail if the whole interval is worse than the margin allows, otherwise inconclusive. At a confidence of 0.95 a
 *       version that is worse by the margin or more passes in at most 2.5 of 100 cases.
 *   <li>Without a margin nothing can be shown to be no worse beyond doubt, so the estimate decides as far as chance
 *       allows: fail if the whole interval is on the worse side, pass if the estimate is not worse, inconclusive if it is
 *       worse but the interval also holds no difference at all. A version that is worse passes less than every second
 *       time, and the less often the more rows there are.
 * </ul>
 *
 * <p>Rows are taken to be independent of each other; for a holdout of neighbouring times the interval is too narrow.
 * Inconclusive below 30 rows unless told otherwise, and while the alias does not exist. Immutable.
 *
 * <p>Measurements: {@code value}, also under the metric's own name, {@code baseline}, {@code difference} (value minus baseline), {@code low} and
 * {@code high} of the difference, {@code confidence}, {@code threshold} (the margin), {@code rows}.
 */
public final class ComparisonCheck implements Check<Object, Object>, NeedsNumbers {
    private final NoWorse noWorse;
    private final String alias;
    private final boolean unlessFirst;

    ComparisonCheck(String words, Metric metric, String alias) {
        this(new NoWorse(words, metric), alias, false);
    }

    private ComparisonCheck(NoWorse noWorse, String alias, boolean unlessFirst) {
        this.noWorse = noWorse;
        this.alias = alias;
        this.unlessFirst = unlessFirst;
    }

    /**
     * Sets the confidence of the two-sided interval, 0.95 unless set.
     *
     * @param confidence above 0.5 and below 1
     * @return a check at this confidence
     * @throws InvalidInputException if the confidence is outside of that
     */
    public ComparisonCheck atConfidence(double confidence) {
        return new ComparisonCheck(noWorse.atConfidence(confidence), alias, unlessFirst);
    }

    /**
     * Sets how much worse is still acceptable, in the unit of the metric; 0 unless set.
     *
     * @param margin a finite number of 0 or more
     * @return a check of non-inferiority with this margin; with 0 one without a margin
     * @throws InvalidInputException if the margin is negative or not finite
     */
    public ComparisonCheck within(double margin) {
        return new ComparisonCheck(noWorse.within(margin), alias, unlessFirst);
    }

    /**
     * Passes while the alias does not exist, for the first version of a model.
     *
     * @return a check that passes if there is nothing to compare with
     */
    public ComparisonCheck unlessFirst() {
        return new ComparisonCheck(noWorse, alias, true);
    }

    /**
     * Sets how many rows are needed.
     *
     * @param rows the least number of rows that decides anything, 1 or more
     * @return a check that needs as many
     * @throws InvalidInputException if the number is less than 1
     */
    public ComparisonCheck minRows(int rows) {
        return new ComparisonCheck(noWorse.minRows(rows), alias, unlessFirst);
    }

    @Override
    public String name() {
        return noWorse.name(alias) + (unlessFirst ? ", unless first" : "");
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        ModelRef reference = new ModelRef.Aliased(subject.candidate().model(), alias);
        Optional<ModelVersion> baseline = subject.find(reference);
        if (baseline.isEmpty()) {
            return NothingToCompare.result(reference, unlessFirst);
        }
        CheckResult tooFew = Evidence.tooFew(subject, noWorse.minRows());
        if (tooFew != null) {
            return tooFew;
        }
        return noWorse.judge(
                alias + " (" + baseline.get() + ")",
                subject.answers().scores(),
                subject.answersOf(baseline.get()).scores(),
                subject.labels(),
                subject.random());
    }
}
