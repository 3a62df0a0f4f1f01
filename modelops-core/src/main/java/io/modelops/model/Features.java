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
     * other types are left out.
     *
     * @param type the record type
     * @param <I> the type of the inputs
     * @return its features; empty if the type is no record or has no component that can be one
     */
    public static <I> Features<I> ofRecord(Class<I> type) {
        Builder<I> features = new Builder<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                Function<I, @Nullable Object> accessor = accessor(type, component);
                Class<?> wrapped =
                        MethodType.methodType(component.getType()).wrap().returnType();
                if (Number.class.isAssignableFrom(wrapped) || wrapped == Boolean.class) {
                    features.numeric(component.getName(), input -> number(accessor.apply(input)));
                } else if (wrapped == String.class || wrapped == Character.class || wrapped.isEnum()) {
                    features.categorical(component.getName(), input -> text(accessor.apply(input)));
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

    private static double number(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static <I> Function<I, @Nullable Object> accessor(Class<I> type, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(component.getAccessor());
            return input -> {
                try {
                    return handle.invoke(input);
                } catch (RuntimeException | Error unchecked) {
                    throw unchecked;
                } catch (Throwable checked) {
                    throw new IllegalStateException("accessor " + component + " threw", checked);
                }
            };
        } catch (IllegalAccessException | RuntimeException closed) {
            throw new InvalidInputException(
                    "Component " + component.getName() + " of record " + type.getName() + " can't be read ("
                            + closed.getMessage() + "): open its package to io.modelops.core, or describe the inputs "
                            + "with Features.builder().",
                    closed);
        }
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
            features.add(new Feature.Numeric<>(name, value));
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
            features.add(new Feature.Categorical<>(name, value));
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
