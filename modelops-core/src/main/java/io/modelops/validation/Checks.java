package io.modelops.validation;

import io.modelops.constraint.Constraints;
import io.modelops.model.NumericView;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Metrics;

/**
 * The requirements that come with the library, named so that a static import reads like the sentence it means:
 *
 * <pre>{@code
 * Validator.builder(host, Customer.class, Score.class)
 *     .require(rocAuc().atLeast(0.90))
 *     .require(logLoss().noWorseThan("champion").atConfidence(0.95))
 *     .require(rocAuc().onEverySliceOf("plan").atLeast(0.85))
 *     .require(latency().p99Under(Duration.ofMillis(20)))
 * }</pre>
 *
 * <p>All of them are immutable values. One that needs more rows than the holdout has is inconclusive, and so is one whose
 * metric is not defined on them. A metric reads answers and true outcomes through the validator's {@link NumericView}.
 */
public final class Checks {
    private Checks() {}

    /**
     * The area under the ROC curve: how often a positive row scores above a negative one. A label of 0.5 or more is
     * positive; any score will do.
     *
     * @return a metric from 0 to 1, higher is better
     */
    public static MetricRequirement rocAuc() {
        return new MetricRequirement("roc auc", Metrics.rocAuc());
    }

    /**
     * The logarithmic loss of probabilities, in nats. Labels from 0 to 1.
     *
     * @return a metric from 0, lower is better
     */
    public static MetricRequirement logLoss() {
        return new MetricRequirement("log loss", Metrics.logLoss());
    }

    /**
     * The Brier score: the mean squared difference of probability and label. Labels from 0 to 1.
     *
     * @return a metric from 0 to 1, lower is better
     */
    public static MetricRequirement brier() {
        return new MetricRequirement("brier score", Metrics.brier());
    }

    /**
     * The share of rows whose answer is on the same side of 0.5 as the label.
     *
     * @return a metric from 0 to 1, higher is better
     */
    public static MetricRequirement accuracy() {
        return new MetricRequirement("accuracy", Metrics.accuracy());
    }

    /**
     * The mean absolute error, in the unit of the labels.
     *
     * @return a metric from 0, lower is better
     */
    public static MetricRequirement meanAbsoluteError() {
        return new MetricRequirement("mean absolute error", Metrics.meanAbsoluteError());
    }

    /**
     * The square root of the mean squared error, in the unit of the labels.
     *
     * @return a metric from 0, lower is better
     */
    public static MetricRequirement rootMeanSquaredError() {
        return new MetricRequirement("root mean squared error", Metrics.rootMeanSquaredError());
    }

    /**
     * Any other metric.
     *
     * @param metric the metric, such as one of {@link Metrics}
     * @return the metric, to be given a requirement
     */
    public static MetricRequirement metric(Metric metric) {
        return new MetricRequirement(metric.name(), metric);
    }

    /**
     * Any metric of answers that are no single numbers, such as classes or ranked lists.
     *
     * @param metric the metric, such as one of {@link io.modelops.statistics.ClassMetrics}
     * @param <O> the type of the answers
     * @return the metric, to be given a requirement
     */
    public static <O> AnswerMetricRequirement<O> metric(AnswerMetric<O> metric) {
        return new AnswerMetricRequirement<>(metric);
    }

    /**
     * How long single answers take on the holdout.
     *
     * @return the latency, to be given a limit
     */
    public static LatencyRequirement latency() {
        return LatencyRequirement.INSTANCE;
    }

    /**
     * A metric that was recorded when the version was registered.
     *
     * @param name the name under which it was recorded
     * @return the metric, to be given a limit
     */
    public static RecordedRequirement recorded(String name) {
        return new RecordedRequirement(name);
    }

    /**
     * The version answers its golden examples as it did when they were registered. Inconclusive if it has none.
     *
     * @return the check
     */
    public static GoldenExamplesCheck goldenExamples() {
        return GoldenExamplesCheck.INSTANCE;
    }

    /**
     * The version takes what callers of another version send and gives what they read. Inconclusive if either has no
     * signature, or if there is no such version yet.
     *
     * @param alias the alias of the version that callers use today
     * @return the check
     */
    public static SignatureCheck signatureCompatibleWith(String alias) {
        return new SignatureCheck(alias, false);
    }

    /**
     * The inputs of the holdout follow rules about data.
     *
     * @param constraints the rules
     * @return the check; inconclusive where the holdout does not tell
     */
    public static DataCheck data(Constraints constraints) {
        return new DataCheck(constraints);
    }

    /**
     * No row of the holdout is one that the model was trained on: on those it can only look too good.
     *
     * @param training the training data, hashed with the same features as the validator has
     * @return the check, to be given a share that is allowed
     */
    public static RowsCheck trainTestLeakage(RowHashes training) {
        return new RowsCheck("rows of the training data", RowsCheck.among(training), 0);
    }

    /**
     * No row of the holdout has the input of an earlier one: repeated rows make intervals too narrow.
     *
     * @return the check, to be given a share that is allowed
     */
    public static RowsCheck duplicates() {
        return new RowsCheck("rows with the input of an earlier row", RowsCheck::repeated, 0);
    }

    /**
     * No row of the holdout has the input of another one and another true outcome: no model can be right about both.
     *
     * @return the check, to be given a share that is allowed
     */
    public static RowsCheck conflictingLabels() {
        return new RowsCheck("rows with the input of another row and another outcome", RowsCheck::contradicting, 0);
    }
}
