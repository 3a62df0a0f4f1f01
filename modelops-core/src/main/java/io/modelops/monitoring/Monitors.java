package io.modelops.monitoring;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.NumericView;
import io.modelops.model.Severity;
import io.modelops.spi.Monitor;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Metric;
import io.modelops.statistics.change.HddmA;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The monitors that come with the library, to be imported statically:
 *
 * <pre>{@code
 * featureDrift(Features.ofRecord(Customer.class)).window(1_000).threshold(0.1)
 * performance(meanAbsoluteError(), Score::score).window(50).tolerate(1.25)
 * }</pre>
 *
 * <p>Each setter of a monitor returns a new monitor that has seen nothing. A monitor belongs to one deployment and is
 * called by one thread at a time.
 */
public final class Monitors {
    private static final int EMBEDDING_PROJECTIONS = 31;

    private Monitors() {}

    /**
     * Watches failures, latency and throughput: a breach when the share of failed predictions is certainly above 0.05.
     *
     * @return a new monitor
     */
    public static ServiceHealth serviceHealth() {
        return new ServiceHealth();
    }

    /**
     * Watches whether the latest 500 inputs still look like the training data, feature by feature: a breach when the
     * population stability index is 0.2 or more and the difference is significant at 0.01 after correction for the number
     * of features.
     *
     * @param features the features of the inputs
     * @param <I> the type of the inputs
     * @return a new monitor
     */
    public static <I> FeatureDrift<I> featureDrift(Features<I> features) {
        return new FeatureDrift<>(features);
    }

    /**
     * Watches the means, standard deviations and shares of missing values of the latest 500 inputs against the training
     * data: a breach when a mean moved by half a standard deviation, a standard deviation by a factor of 1.5, or a share
     * of missing values by 0.05, and that is significant at 0.01 after correction for the number of statistics.
     *
     * @param features the features of the inputs
     * @param <I> the type of the inputs
     * @return a new monitor
     */
    public static <I> SummaryDrift<I> summaryDrift(Features<I> features) {
        return new SummaryDrift<>(features);
    }

    /**
     * Watches whether the latest 500 answers still look like the first 500 of the same version: a breach when the
     * population stability index is 0.2 or more and the difference is significant at 0.01.
     *
     * @param score reads an answer as a number
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> PredictionDrift<O> predictionDrift(NumericView<O> score) {
        return new PredictionDrift<>(AnswerViews.score(score));
    }

    /**
     * Watches whether the latest 500 answers are of the same classes, in the same shares, as the first 500 of the same
     * version: a breach when the population stability index is 0.2 or more and the difference is significant at 0.01.
     *
     * @param predictedClass reads the class of an answer; null means missing
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> PredictionDrift<O> classDrift(Function<? super O, @Nullable String> predictedClass) {
        return new PredictionDrift<>(AnswerViews.predictedClass(predictedClass));
    }

    /**
     * Watches whether the model is as sure of its latest 500 answers as of the first 500 of the same version: drift of the
     * greatest class probability, judged like {@link #predictionDrift(NumericView)}.
     *
     * @param probabilities reads the class probabilities of an answer
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> PredictionDrift<O> confidenceDrift(Function<? super O, double[]> probabilities) {
        return new PredictionDrift<>(AnswerViews.confidence(probabilities));
    }

    /**
     * Watches whether the model decides as clearly as at first: drift of the distance between the two greatest class
     * probabilities, judged like {@link #predictionDrift(NumericView)}.
     *
     * @param probabilities reads the class probabilities of an answer
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> PredictionDrift<O> marginDrift(Function<? super O, double[]> probabilities) {
        return new PredictionDrift<>(AnswerViews.margin(probabilities));
    }

    /**
     * Watches a metric over the latest 50 true outcomes: a breach when it is certainly worse than 1.25 times what was
     * measured when the version was registered.
     *
     * @param metric the metric
     * @param score reads an answer, and a true outcome, as a number
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> Performance<O> performance(Metric metric, NumericView<O> score) {
        return new Performance<>(AnswerMetric.of(metric, score::of));
    }

    /**
     * Lets a monitor inform without ever being a reason for an alert: what it finds keeps its status, and is kept for
     * charts and reports, but has the severity {@link Severity#INFO}.
     *
     * @param monitor the monitor
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the monitor, of lower severity
     */
    public static <I, O> Monitor<I, O> informOnly(Monitor<I, O> monitor) {
        return new InformOnly<>(monitor);
    }

    /**
     * Watches the absolute error of each true outcome for a lasting rise of its level: a breach when the sum of what
     * exceeds the usual level climbs higher than it does by chance once in 10,000 outcomes.
     *
     * @param score reads an answer, and a true outcome, as a number
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> ErrorShift<O> errorShift(NumericView<O> score) {
        return new ErrorShift<>(score);
    }

    /**
     * Watches how often answers are wrong for a lasting rise: a breach when {@link HddmA} says so, which it does at most
     * once in 10,000 outcomes by chance. An answer is wrong if it does not equal the true outcome.
     *
     * @param <O> the type of the answers, such as the names of classes
     * @return a new monitor
     */
    public static <O> ErrorShift<O> mistakeShift() {
        return ErrorShift.ofMistakes();
    }

    /**
     * Watches the number of requests in each 5 minutes: a breach when it is out of the ordinary at 0.001, and at least
     * twice or at most half of what it was in the hour before and, if known, at the same time of the days before.
     *
     * @return a new monitor
     */
    public static Throughput throughput() {
        return new Throughput();
    }

    /**
     * Watches ages: a breach when the version is older than 365 days or the last label than 30.
     *
     * @return a new monitor
     */
    public static Staleness staleness() {
        return new Staleness();
    }

    /**
     * Watches whether inputs are fit for a model at all: missing, not a number, infinite, of another type, out of range, in a
     * category that the training data never had. A breach when a share is certainly above that of the training data by more
     * than 0.01 among the latest 500 inputs; rules of one's own are added with {@link DataQuality#require}.
     *
     * @param features the features of the inputs
     * @param <I> the type of the inputs
     * @return a new monitor
     */
    public static <I> DataQuality<I> dataQuality(Features<I> features) {
        return new DataQuality<>(features);
    }

    /**
     * Watches whether features still go together as in the first 6,000 inputs, window by window of 500: a breach when the
     * reconstruction error of their principal components is out of its prediction interval at 0.01 and differs by a tenth.
     *
     * @param features the features of the inputs; fewer than two are not judged
     * @param <I> the type of the inputs
     * @return a new monitor
     */
    public static <I> MultivariateDrift<I> multivariateDrift(Features<I> features) {
        return new MultivariateDrift<>(features);
    }

    /**
     * Watches the share of inputs that are unlike the first 1,000, window by window of 500: a breach when it is 0.02 above
     * the usual one and that is significant at 0.01.
     *
     * @param features the features of the inputs, of which numbers count
     * @param <I> the type of the inputs
     * @return a new monitor
     */
    public static <I> Outliers<I> outliers(Features<I> features) {
        return new Outliers<>(features);
    }

    /**
     * Watches whether embeddings are still distributed like the first 1,000, window by window of 500: a breach when their
     * maximum mean discrepancy is 0.1 or more and significant at 0.01.
     *
     * @param embedding reads the embedding of an input, null if it has none
     * @param <I> the type of the inputs
     * @return a new monitor
     */
    public static <I> EmbeddingDrift<I> embeddingDrift(Function<? super I, float @Nullable []> embedding) {
        return new EmbeddingDrift<>(embedding);
    }

    /**
     * Watches whether a classifier can tell each 1,000 inputs from the first 1,000, by all features at once: a breach when
     * the area under its ROC curve is 0.6 or more and significant at 0.01.
     *
     * @param features the features of the inputs, at most 64
     * @param <I> the type of the inputs
     * @return a new monitor
     * @throws InvalidInputException if there are too many features
     */
    public static <I> ClassifierDrift<I> classifierDrift(Features<I> features) {
        return new ClassifierDrift<>(features);
    }

    /**
     * Watches whether a classifier can tell the embeddings of each 1,000 inputs from those of the first 1,000, by their
     * length and 31 random projections of them: a breach when the area under its ROC curve is 0.6 or more and significant
     * at 0.01.
     *
     * @param embedding reads the embedding of an input, null if it has none
     * @param <I> the type of the inputs
     * @return a new monitor
     */
    public static <I> ClassifierDrift<I> embeddingClassifierDrift(Function<I, float @Nullable []> embedding) {
        return new ClassifierDrift<>(Features.<I>builder()
                .embedding("embedding", embedding, EMBEDDING_PROJECTIONS)
                .build());
    }

    /**
     * Watches which numeric features go together in each 1,000 inputs, against the first 1,000: a breach when the rank
     * correlation of two changed by 0.2 or more and that is significant at 0.01 after correction for the number of pairs, or
     * when a feature became constant or the same as another one.
     *
     * @param features the features of the inputs, of which numbers count, at most 50
     * @param <I> the type of the inputs
     * @return a new monitor
     * @throws InvalidInputException if there are too many numeric features
     */
    public static <I> CorrelationDrift<I> correlations(Features<I> features) {
        return new CorrelationDrift<>(features);
    }
}
