package io.modelops.model;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The features of a model's inputs, in order. For a record they are its components; for any other type they are told
 * one by one:
 *
 * <pre>{@code
 * Features<Customer> features = Features.<Customer>builder()
 *     .numeric("spend", Customer::spend)
 *     .categorical("plan", Customer::plan)
 *     .build();
 * }</pre>
 *
 * @param <I> the type of the inputs
 */
public final class Features<I> {
    private final Map<String, Feature<I>> byName;

    private Features(Map<String, Feature<I>> byName) {
        this.byName = byName;
    }

    /**
     * Starts a list of features.
     *
     * @param <I> the type of the inputs
     * @return an empty builder, not safe for use by several threads
     */
    public static <I> Builder<I> builder() {
        return new Builder<>();
    }

    /**
     * The features of a record type: numbers and booleans become numeric, text and enums categorical; components of
     * other types are left out. NaN means missing in a {@code double} or {@code float}; where the component can be null,
     * null means missing and NaN is told apart.
     *
     * @param type the record type
     * @param <I> the type of the inputs
     * @return its features; empty if the type is no record or has no component that can be one
     */
    public static <I> Features<I> ofRecord(Class<I> type) {
        Builder<I> features = new Builder<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                MethodHandle accessor = accessor(type, component);
                Class<?> wrapped =
                        MethodType.methodType(component.getType()).wrap().returnType();
                if (component.getType().isPrimitive() && Number.class.isAssignableFrom(wrapped)) {
                    features.numeric(component.getName(), number(component, accessor));
                } else if (Number.class.isAssignableFrom(wrapped) || wrapped == Boolean.class) {
                    features.rawNumeric(component.getName(), value(component, accessor));
                } else if (wrapped == String.class || wrapped == Character.class || wrapped.isEnum()) {
                    features.rawCategorical(component.getName(), value(component, accessor));
                }
            }
        }
        return features.build();
    }

    /**
     * All features in order.
     *
     * @return an immutable list
     */
    public List<Feature<I>> all() {
        return List.copyOf(byName.values());
    }

    /**
     * The feature with a name.
     *
     * @param name the name
     * @return the feature, or empty if there is none
     */
    public Optional<Feature<I>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Whether there is no feature at all.
     *
     * @return true if the list is empty
     */
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    private static MethodHandle accessor(Class<?> type, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return MethodHandles.lookup().unreflect(component.getAccessor());
        } catch (IllegalAccessException | RuntimeException closed) {
            throw new InvalidInputException(
                    "Component " + component.getName() + " of record " + type.getName() + " can't be read ("
                            + closed.getMessage() + "): open its package to io.modelops.core, or describe the inputs "
                            + "with Features.builder().",
                    closed);
        }
    }

    private static <I> Function<I, @Nullable Object> value(RecordComponent component, MethodHandle accessor) {
        return input -> {
            try {
                return accessor.invoke(input);
            } catch (Throwable thrown) {
                throw unchecked(component, thrown);
            }
        };
    }

    /** Reads a number without putting it into an object. */
    private static <I> ToDoubleFunction<I> number(RecordComponent component, MethodHandle accessor) {
        MethodHandle number = accessor.asType(MethodType.methodType(double.class, Object.class));
        return input -> {
            try {
                return (double) number.invokeExact((Object) input);
            } catch (Throwable thrown) {
                throw unchecked(component, thrown);
            }
        };
    }

    private static RuntimeException unchecked(RecordComponent component, Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("accessor " + component + " threw", thrown);
    }

    /**
     * Collects features.
     *
     * @param <I> the type of the inputs
     */
    public static final class Builder<I> {
        private final List<Feature<I>> features = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a numeric feature.
         *
         * @param name its name
         * @param value reads it; NaN means missing
         * @return this builder
         */
        public Builder<I> numeric(String name, ToDoubleFunction<? super I> value) {
            return numeric(name, value, UnaryOperator.identity());
        }

        /**
         * Adds a numeric feature of which more is declared, as in
         * {@code .numeric("age", Customer::age, age -> age.integers(0, 120))}.
         *
         * @param name its name
         * @param value reads it; NaN means missing
         * @param declared declares what is known about it
         * @return this builder
         * @throws InvalidInputException if what is declared is not allowed
         */
        public Builder<I> numeric(
                String name, ToDoubleFunction<? super I> value, UnaryOperator<FeatureOptions> declared) {
            features.add(new Feature.Numeric<>(name, value, declared.apply(FeatureOptions.NONE), null));
            return this;
        }

        /**
         * Adds a numeric feature that is read as it is, so that a missing value (null), NaN and a value of another type
         * are told apart. Numbers and booleans (1 for true) have a number.
         *
         * @param name its name
         * @param value reads it; null means missing
         * @return this builder
         */
        public Builder<I> rawNumeric(String name, Function<? super I, ? extends @Nullable Object> value) {
            return rawNumeric(name, value, UnaryOperator.identity());
        }

        /**
         * Adds a numeric feature that is read as it is and of which more is declared.
         *
         * @param name its name
         * @param value reads it; null means missing
         * @param declared declares what is known about it
         * @return this builder
         * @throws InvalidInputException if what is declared is not allowed
         */
        public Builder<I> rawNumeric(
                String name,
                Function<? super I, ? extends @Nullable Object> value,
                UnaryOperator<FeatureOptions> declared) {
            features.add(new Feature.Numeric<>(
                    name, input -> Raw.number(value.apply(input)), declared.apply(FeatureOptions.NONE), value));
            return this;
        }

        /**
         * Adds a categorical feature.
         *
         * @param name its name
         * @param value reads it; null means missing
         * @return this builder
         */
        public Builder<I> categorical(String name, Function<? super I, @Nullable String> value) {
            return categorical(name, value, UnaryOperator.identity());
        }

        /**
         * Adds a categorical feature of which more is declared, as in
         * {@code .categorical("city", Customer::city, city -> city.withHeavyHitters(20))}.
         *
         * @param name its name
         * @param value reads it; null means missing
         * @param declared declares what is known about it
         * @return this builder
         * @throws InvalidInputException if what is declared is not allowed
         */
        public Builder<I> categorical(
                String name, Function<? super I, @Nullable String> value, UnaryOperator<FeatureOptions> declared) {
            features.add(new Feature.Categorical<>(name, value, declared.apply(FeatureOptions.NONE), null));
            return this;
        }

        /**
         * Adds a categorical feature that is read as it is, so that a missing value (null) and a value of another type
         * are told apart. Texts, characters, enums, numbers and booleans are categories.
         *
         * @param name its name
         * @param value reads it; null means missing
         * @return this builder
         */
        public Builder<I> rawCategorical(String name, Function<? super I, ? extends @Nullable Object> value) {
            return rawCategorical(name, value, UnaryOperator.identity());
        }

        /**
         * Adds a categorical feature that is read as it is and of which more is declared.
         *
         * @param name its name
         * @param value reads it; null means missing
         * @param declared declares what is known about it
         * @return this builder
         * @throws InvalidInputException if what is declared is not allowed
         */
        public Builder<I> rawCategorical(
                String name,
                Function<? super I, ? extends @Nullable Object> value,
                UnaryOperator<FeatureOptions> declared) {
            features.add(new Feature.Categorical<>(
                    name, input -> Raw.category(value.apply(input)), declared.apply(FeatureOptions.NONE), value));
            return this;
        }

        /**
         * Adds a free text as numeric features, one per {@link TextDescriptor}: {@code name.length},
         * {@code name.words} and so on.
         *
         * @param name the name of the text
         * @param value reads it; null means missing, in all of its features
         * @return this builder
         */
        public Builder<I> text(String name, Function<? super I, ? extends @Nullable CharSequence> value) {
            for (TextDescriptor descriptor : TextDescriptor.values()) {
                numeric(name + "." + descriptor.label(), input -> descriptor.of(value.apply(input)));
            }
            return this;
        }

        /**
         * Adds an embedding as numeric features: its length {@code name.norm} and so many {@link Projection}s,
         * {@code name.projection1} and so on.
         *
         * @param name the name of the embedding
         * @param value reads it; null means missing, in all of its features
         * @param projections how many projections, 0 to {@value Projection#MOST}; 8 tell most shifts
         * @return this builder
         * @throws InvalidInputException if the number is out of its range
         */
        public Builder<I> embedding(String name, Function<? super I, float @Nullable []> value, int projections) {
            numeric(name + ".norm", input -> Projection.norm(value.apply(input)));
            for (Projection projection : Projection.several(projections)) {
                numeric(name + "." + projection.label(), input -> projection.of(value.apply(input)));
            }
            return this;
        }

        /**
         * Finishes the list.
         *
         * @return the features
         * @throws InvalidInputException if two features have the same name
         */
        public Features<I> build() {
            Map<String, Feature<I>> byName = new LinkedHashMap<>();
            for (Feature<I> feature : features) {
                if (byName.put(feature.name(), feature) != null) {
                    throw new InvalidInputException("Feature " + Quoted.of(feature.name())
                            + " was given twice: expected each name once; rename one of them.");
                }
            }
            return new Features<>(byName);
        }
    }
}
