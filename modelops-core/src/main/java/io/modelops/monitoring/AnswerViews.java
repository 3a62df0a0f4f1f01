package io.modelops.monitoring;

import io.modelops.model.Features;
import io.modelops.model.NumericView;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What {@link PredictionDrift} can read of answers. */
final class AnswerViews {
    private AnswerViews() {}

    static <O> PredictionDrift.View<O> score(NumericView<O> score) {
        return numeric("prediction-drift", "prediction", score::of);
    }

    static <O> PredictionDrift.View<O> predictedClass(Function<? super O, @Nullable String> reader) {
        return new PredictionDrift.View<>(
                "class-drift",
                "predicted class",
                name -> Features.<O>builder().categorical(name, reader).build());
    }

    static <O> PredictionDrift.View<O> confidence(Function<? super O, double[]> probabilities) {
        return numeric("confidence-drift", "confidence", answer -> greatest(probabilities.apply(answer))[0]);
    }

    static <O> PredictionDrift.View<O> margin(Function<? super O, double[]> probabilities) {
        return numeric("margin-drift", "margin", answer -> {
            double[] two = greatest(probabilities.apply(answer));
            return two[0] - two[1];
        });
    }

    private static <O> PredictionDrift.View<O> numeric(String monitor, String subject, ToDoubleFunction<O> reader) {
        return new PredictionDrift.View<>(
                monitor,
                subject,
                name -> Features.<O>builder().numeric(name, reader).build());
    }

    /** The two greatest numbers, NaN where there is none. */
    private static double[] greatest(double[] numbers) {
        double first = Double.NaN;
        double second = Double.NaN;
        for (double number : numbers) {
            if (Double.isNaN(first) || number > first) {
                second = first;
                first = number;
            } else if (Double.isNaN(second) || number > second) {
                second = number;
            }
        }
        return new double[] {first, second};
    }
}
