package io.modelops.deployment.internal;

import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an input of zeros, for a version that comes without typical inputs. */
final class GeneratedInput {
    private static final long LONGEST = 1L << 24;
    private static final Map<Class<?>, Object> BOXED =
            Map.of(Double.class, 0.0, Float.class, 0f, Long.class, 0L, Integer.class, 0, Boolean.class, false);

    private GeneratedInput() {}

    /** An input of a type: an array as long as the signature says, or a record of simple values; empty for anything else. */
    static <I> Optional<I> of(Class<I> type, @Nullable Signature signature) {
        if (type.isArray() && type.getComponentType().isPrimitive()) {
            return length(signature).map(length -> type.cast(Array.newInstance(type.getComponentType(), length)));
        }
        return type.isRecord() ? record(type) : Optional.empty();
    }

    /** How long one input is: the batch is not part of it. */
    private static Optional<Integer> length(@Nullable Signature signature) {
        List<TensorSpec> inputs = signature == null ? List.of() : signature.inputs();
        if (inputs.size() != 1) {
            return Optional.empty();
        }
        List<Long> shape = inputs.get(0).shape();
        List<Long> one = shape.isEmpty() || shape.get(0) != -1 ? shape : shape.subList(1, shape.size());
        if (one.isEmpty() || one.contains(-1L)) {
            return Optional.empty();
        }
        long length = 1;
        for (long size : one) {
            length = Math.min(LONGEST + 1, length * Math.max(1, size));
        }
        return length > LONGEST ? Optional.empty() : Optional.of((int) length);
    }

    private static <I> Optional<I> record(Class<I> type) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable
        Object[] values = Arrays.stream(components)
                .map(component -> zero(component.getType()))
                .toArray();
        if (Arrays.asList(values).contains(null)) {
            return Optional.empty();
        }
        try {
            Constructor<I> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values));
        } catch (ReflectiveOperationException | RuntimeException refused) {
            // The record may not want zeros, or be closed to others.
            return Optional.empty();
        }
    }

    private static @Nullable Object zero(Class<?> type) {
        if (type.isPrimitive()) {
            return Array.get(Array.newInstance(type, 1), 0);
        }
        if (type == String.class) {
            return "";
        }
        if (type.isEnum() && type.getEnumConstants().length > 0) {
            return type.getEnumConstants()[0];
        }
        return BOXED.get(type);
    }
}
