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
     * What is declared about the feature.
     *
     * @return the options, {@link FeatureOptions#NONE} unless told
     */
    FeatureOptions options();

    /**
     * Reads the value as it is, so that null, NaN and a value of another type can be told apart.
     *
     * @return the reader, or null if the feature can only be read as its type
     */
    @Nullable
    Function<? super I, ? extends @Nullable Object> raw();

    /**
     * A number.
     *
     * @param name the name of the feature
     * @param value reads it; NaN means missing
     * @param options what is declared about it
     * @param raw reads it as it is, or null
     * @param <I> the type of the inputs
     */
    record Numeric<I>(
            String name,
            ToDoubleFunction<? super I> value,
            FeatureOptions options,
            @Nullable Function<? super I, ? extends @Nullable Object> raw)
            implements Feature<I> {
        /**
         * Describes a number of which nothing more is declared.
         *
         * @param name the name of the feature
         * @param value reads it; NaN means missing
         */
        public Numeric(String name, ToDoubleFunction<? super I> value) {
            this(name, value, FeatureOptions.NONE, null);
        }
    }

    /**
     * One of a set of categories.
     *
     * @param name the name of the feature
     * @param value reads it; null means missing
     * @param options what is declared about it
     * @param raw reads it as it is, or null
     * @param <I> the type of the inputs
     */
    record Categorical<I>(
            String name,
            Function<? super I, @Nullable String> value,
            FeatureOptions options,
            @Nullable Function<? super I, ? extends @Nullable Object> raw)
            implements Feature<I> {
        /**
         * Describes a category of which nothing more is declared.
         *
         * @param name the name of the feature
         * @param value reads it; null means missing
         */
        public Categorical(String name, Function<? super I, @Nullable String> value) {
            this(name, value, FeatureOptions.NONE, null);
        }
    }
}
