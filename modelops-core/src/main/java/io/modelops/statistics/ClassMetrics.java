package io.modelops.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of answers that are one of several classes, or a probability for each. Definitions are scikit-learn's. Precision,
 * recall and F1 of a class that was never predicted, or never is, are 0, and classes that appear only among the predictions
 * count, as there; a metric of no rows is {@code NaN}.
 */
public final class ClassMetrics {
    private static final double LEAST_PROBABILITY = 1e-15;

    private ClassMetrics() {}

    /** How the values of the classes are brought together. */
    public enum Average {
        /** The mean over classes, each counting the same. */
        MACRO,
        /** From all classes' counts together; where each row has one class, precision, recall and F1 are the accuracy. */
        MICRO,
        /** The mean over classes, each counting as often as it is the label. */
        WEIGHTED
    }

    /**
     * The share of answers that are the right class.
     *
     * @param classOf reads the class of an answer, and of a label; null if it has none. Classes are told apart by equals
     * @param <O> the type of the answers
     * @return a mean of row gains in 0..1, higher is better
     */
    public static <O> AnswerMetric<O> accuracy(Function<? super O, ? extends @Nullable Object> classOf) {
        return AnswerMetric.meanOf("accuracy", true, (answer, label) -> {
            Object predicted = classOf.apply(answer);
            Object actual = classOf.apply(label);
            if (predicted == null || actual == null) {
                return Double.NaN;
            }
            return predicted.equals(actual) ? 1 : 0;
        });
    }

    /**
     * The precision of the classes.
     *
     * @param average how classes are brought together
     * @param classOf reads the class of an answer, and of a label; null if it has none
     * @param <O> the type of the answers
     * @return a metric in 0..1, higher is better
     */
    public static <O> AnswerMetric<O> precision(
            Average average, Function<? super O, ? extends @Nullable Object> classOf) {
        return ofCells("Precision", average, classOf, ConfusionMatrix::precision);
    }

    /**
     * The recall of the classes; its macro average is the balanced accuracy.
     *
     * @param average how classes are brought together
     * @param classOf reads the class of an answer, and of a label; null if it has none
     * @param <O> the type of the answers
     * @return a metric in 0..1, higher is better
     */
    public static <O> AnswerMetric<O> recall(Average average, Function<? super O, ? extends @Nullable Object> classOf) {
        return ofCells("Recall", average, classOf, ConfusionMatrix::recall);
    }

    /**
     * The F1 of the classes.
     *
     * @param average how classes are brought together
     * @param classOf reads the class of an answer, and of a label; null if it has none
     * @param <O> the type of the answers
     * @return a metric in 0..1, higher is better
     */
    public static <O> AnswerMetric<O> f1(Average average, Function<? super O, ? extends @Nullable Object> classOf) {
        return ofCells("F1", average, classOf, ConfusionMatrix::f1);
    }

    /**
     * The mean value of an answer, by what each pair of predicted and true class is worth.
     *
     * @param valueOf the value of predicting the first class when the second is true; not finite if there is none
     * @param classOf reads the class of an answer, and of a label; null if it has none
     * @param <O> the type of the answers
     * @param <C> the type of the classes
     * @return a mean of row gains, higher is better
     */
    public static <O, C> AnswerMetric<O> businessValue(
            ToDoubleBiFunction<? super C, ? super C> valueOf, Function<? super O, ? extends @Nullable C> classOf) {
        return AnswerMetric.meanOf("businessValue", true, (answer, label) -> {
            C predicted = classOf.apply(answer);
            C actual = classOf.apply(label);
            return predicted == null || actual == null ? Double.NaN : valueOf.applyAsDouble(predicted, actual);
        });
    }

    /**
     * The logarithmic loss of probabilities by class, in nats: minus the logarithm of the true class's probability, clipped
     * to {@code 1e-15..1}.
     *
     * @param probabilities reads the probability of each class from an answer
     * @param classOf reads the true class from a label, as an index into the probabilities
     * @param <O> the type of the answers
     * @return a mean of row losses, lower is better
     */
    public static <O> AnswerMetric<O> logLoss(
            Function<? super O, double[]> probabilities, ToIntFunction<? super O> classOf) {
        return AnswerMetric.meanOf("logLoss", false, (answer, label) -> {
            double[] given = probabilities.apply(answer);
            int actual = classOf.applyAsInt(label);
            if (actual < 0 || actual >= given.length || !(given[actual] >= 0 && given[actual] <= 1)) {
                return Double.NaN;
            }
            return -Math.log(Math.max(LEAST_PROBABILITY, given[actual]));
        });
    }

    /**
     * The area under the ROC curve of each class against all others (Provost and Domingos 2000).
     *
     * @param average {@link Average#MACRO} or {@link Average#WEIGHTED}
     * @param probabilities reads the probability of each class from an answer, always as many
     * @param classOf reads the true class from a label, as an index into the probabilities
     * @param <O> the type of the answers
     * @return a metric in 0..1, higher is better; {@code NaN} unless every class occurs among the labels
     * @throws IllegalArgumentException if the average is {@link Average#MICRO}
     */
    public static <O> AnswerMetric<O> rocAuc(
            Average average, Function<? super O, double[]> probabilities, ToIntFunction<? super O> classOf) {
        if (average == Average.MICRO) {
            throw new IllegalArgumentException("average was MICRO; expected MACRO or WEIGHTED for classes one by one");
        }
        return AnswerMetric.of(
                named("RocAuc", average),
                true,
                (answer, label) -> {
                    double[] given = probabilities.apply(answer);
                    int actual = classOf.applyAsInt(label);
                    return actual >= 0
                            && actual < given.length
                            && Arrays.stream(given).noneMatch(Double::isNaN);
                },
                (answers, labels) -> oneAgainstRest(
                        average,
                        answers.stream().map(probabilities).toArray(double[][]::new),
                        labels.stream().mapToInt(classOf).toArray()));
    }

    private static Metric.Weighted oneAgainstRest(Average average, double[][] probabilities, int[] actual) {
        int classes = probabilities.length == 0 ? 0 : probabilities[0].length;
        boolean even = Arrays.stream(probabilities).allMatch(row -> row.length == classes);
        if (classes == 0 || !even) {
            return weights -> Double.NaN;
        }
        Metric.Weighted[] ofClass = new Metric.Weighted[classes];
        double[][] isClass = new double[classes][actual.length];
        for (int one = 0; one < classes; one++) {
            double[] scores = new double[actual.length];
            for (int row = 0; row < actual.length; row++) {
                scores[row] = probabilities[row][one];
                isClass[one][row] = actual[row] == one ? 1 : 0;
            }
            ofClass[one] = Metrics.rocAuc().on(scores, isClass[one]);
        }
        return weights -> {
            double sum = 0;
            double total = 0;
            for (int one = 0; one < classes; one++) {
                double weight = 1;
                if (average == Average.WEIGHTED) {
                    weight = 0;
                    for (int row = 0; row < weights.length; row++) {
                        weight += weights[row] * isClass[one][row];
                    }
                }
                sum += weight * ofClass[one].of(weights);
                total += weight;
            }
            return sum / total;
        };
    }

    private static <O> AnswerMetric<O> ofCells(
            String name,
            Average average,
            Function<? super O, ? extends @Nullable Object> classOf,
            ToDoubleFunction<ConfusionMatrix> ratio) {
        return ClassMetrics.<O>cells(name, average, classOf, ratio)
                .reading(new AnswerMetric.Reading<>(classOf, cells(name, average, read -> read, ratio)));
    }

    private static <O> AnswerMetric<O> cells(
            String name,
            Average average,
            Function<? super O, ? extends @Nullable Object> classOf,
            ToDoubleFunction<ConfusionMatrix> ratio) {
        return AnswerMetric.of(
                named(name, average),
                true,
                (answer, label) -> classOf.apply(answer) != null && classOf.apply(label) != null,
                (answers, labels) -> {
                    Map<Object, Integer> codes = new HashMap<>();
                    int[] predicted = coded(answers, classOf, codes);
                    int[] actual = coded(labels, classOf, codes);
                    return weights -> averaged(average, predicted, actual, weights, codes.size(), ratio);
                });
    }

    private static <O> int[] coded(
            List<? extends O> values,
            Function<? super O, ? extends @Nullable Object> classOf,
            Map<Object, Integer> codes) {
        int[] coded = new int[values.size()];
        for (int row = 0; row < coded.length; row++) {
            Object read = classOf.apply(values.get(row));
            if (read == null) {
                coded[row] = -1;
            } else {
                Integer known = codes.putIfAbsent(read, codes.size());
                coded[row] = known == null ? codes.size() - 1 : known;
            }
        }
        return coded;
    }

    private static double averaged(
            Average average,
            int[] predicted,
            int[] actual,
            double[] weights,
            int classes,
            ToDoubleFunction<ConfusionMatrix> ratio) {
        double[] hits = new double[classes];
        double[] asPredicted = new double[classes];
        double[] asActual = new double[classes];
        for (int row = 0; row < predicted.length; row++) {
            if (weights[row] == 0) {
                continue;
            }
            if (predicted[row] < 0 || actual[row] < 0) {
                return Double.NaN;
            }
            asPredicted[predicted[row]] += weights[row];
            asActual[actual[row]] += weights[row];
            hits[actual[row]] += predicted[row] == actual[row] ? weights[row] : 0;
        }
        double total = Arrays.stream(asActual).sum();
        ConfusionMatrix pooled = ConfusionMatrix.EMPTY;
        double sum = 0;
        double weight = 0;
        for (int one = 0; one < classes; one++) {
            if (asPredicted[one] + asActual[one] > 0) {
                ConfusionMatrix cells = new ConfusionMatrix(
                        hits[one],
                        asPredicted[one] - hits[one],
                        asActual[one] - hits[one],
                        total - asPredicted[one] - asActual[one] + hits[one]);
                double value = ratio.applyAsDouble(cells);
                double share = average == Average.WEIGHTED ? asActual[one] : 1;
                sum += share * (Double.isNaN(value) ? 0 : value);
                weight += share;
                pooled = pooled.plus(cells);
            }
        }
        return average == Average.MICRO ? ratio.applyAsDouble(pooled) : sum / weight;
    }

    private static String named(String name, Average average) {
        return average.name().toLowerCase(Locale.ROOT) + name;
    }
}
