package io.modelops.djl.internal;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.NumericView;
import io.modelops.model.PredictionException;
import io.modelops.model.Quoted;
import io.modelops.model.Score;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The obvious ways from common types to vectors and back. */
public final class Vectors {
    private Vectors() {}

    /** Finds the encoder of a type: arrays of floats as they are, and records of numbers in order of their components. */
    public static <I> Optional<Function<I, float[]>> encoder(Class<I> type) {
        if (type == float[].class) {
            return Optional.of(input -> (float[]) input);
        }
        if (!type.isRecord()) {
            return Optional.empty();
        }
        Features<I> features = Features.ofRecord(type);
        boolean complete = features.all().size() == type.getRecordComponents().length;
        boolean numeric = features.all().stream().allMatch(Feature.Numeric.class::isInstance);
        return complete && numeric && !features.isEmpty() ? Optional.of(encoder(features)) : Optional.empty();
    }

    /**
     * Makes an encoder of features, in their order.
     *
     * @throws InvalidInputException if there is none, or one is categorical
     */
    public static <I> Function<I, float[]> encoder(Features<I> features) {
        List<ToDoubleFunction<? super I>> values =
                features.all().stream().map(Vectors::<I>numeric).toList();
        if (values.isEmpty()) {
            throw new InvalidInputException("No features to make a vector of: expected at least one numeric feature.");
        }
        return input -> {
            float[] vector = new float[values.size()];
            for (int index = 0; index < vector.length; index++) {
                vector[index] = (float) values.get(index).applyAsDouble(input);
            }
            return vector;
        };
    }

    /** Finds the decoder of a type: arrays of floats as they are, and single numbers. */
    public static <O> Optional<Function<float[], O>> decoder(Class<O> type) {
        if (type == float[].class) {
            return Optional.of(type::cast);
        }
        if (type == Score.class) {
            return Optional.of(values -> type.cast(new Score(only(values))));
        }
        if (type == Double.class) {
            return Optional.of(values -> type.cast((double) only(values)));
        }
        if (type == Float.class) {
            return Optional.of(values -> type.cast(only(values)));
        }
        return Optional.empty();
    }

    /** Finds the way from an answer to the vector a network is trained to give. */
    public static <O> Optional<Function<O, float[]>> target(Class<O> type) {
        if (type == float[].class) {
            return Optional.of(answer -> (float[]) answer);
        }
        return NumericView.find(type).map(view -> answer -> new float[] {(float) view.of(answer)});
    }

    private static <I> ToDoubleFunction<? super I> numeric(Feature<I> feature) {
        if (feature instanceof Feature.Numeric<I> numeric) {
            return numeric.value();
        }
        throw new InvalidInputException("Feature " + Quoted.of(feature.name()) + " is categorical: expected numeric "
                + "features only; encode the input with a function that turns categories into numbers.");
    }

    private static float only(float[] values) {
        if (values.length != 1) {
            throw new PredictionException(
                    "The model gave " + values.length + " numbers for an input: expected one; ask "
                            + "for float[] answers, or tell the runtime how to read them with DjlRuntime.builder().decode(…).");
        }
        return values[0];
    }
}
