package io.modelops.registry.internal;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks whether a record that was read from JSON has all its parts: those that are not marked as nullable. */
final class RequiredParts {
    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return List.of(type.getRecordComponents());
        }
    };

    private RequiredParts() {}

    /** The first part that is missing, such as {@code description.manifest}, or empty if all are there. */
    static Optional<String> missing(Object value) {
        if (value instanceof Record holder) {
            return COMPONENTS.get(holder.getClass()).stream()
                    .flatMap(component -> missing(component, part(holder, component)).stream())
                    .findFirst();
        }
        Stream<?> parts = value instanceof Collection<?> collection
                ? collection.stream()
                : value instanceof Map<?, ?> map ? map.values().stream() : Stream.empty();
        return parts.flatMap(part -> (part == null ? Optional.of("value") : missing(part)).stream())
                .findFirst();
    }

    private static Optional<String> missing(RecordComponent component, @Nullable Object part) {
        if (part != null) {
            return missing(part).map(inner -> component.getName() + "." + inner);
        }
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return optional ? Optional.empty() : Optional.of(component.getName());
    }

    private static @Nullable Object part(Record holder, RecordComponent component) {
        try {
            return component.getAccessor().invoke(holder);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("the events and their parts are public records", impossible);
        }
    }
}
