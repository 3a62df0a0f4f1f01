package io.modelops.model;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One named property of a model's inputs, as monitors, slices and profiles see it.
 *
 * @param <I> the type of the inputs
 */
public sealed interface Feature<I> {
    /**
     * The name of the feature.
     *
     * @return a name that is unique among the features of a model
     */
    String name();

    /**
     * A number.
     *
     * @param name the name of the feature
     * @param value reads it; NaN means missing
     * @param <I> the type of the inputs
     */
    record Numeric<I>(String name, ToDoubleFunction<? super I> value) implements Feature<I> {}

    /**
     * One of a set of categories.
     *
     * @param name the name of the feature
     * @param value reads it; null means missing
     * @param <I> the type of the inputs
     */
    record Categorical<I>(String name, Function<? super I, @Nullable String> value) implements Feature<I> {}
}
