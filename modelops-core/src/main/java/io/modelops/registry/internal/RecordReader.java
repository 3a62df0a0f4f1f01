package io.modelops.registry.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a record of one type as the library writes it. What has all its parts and nothing unusual comes out as data binding
 * would give it, several times faster; whatever else is left to data binding by a {@link NotAsWrittenException}.
 */
final class RecordReader implements ValueReader {
    private final Map<String, Integer> places = new HashMap<>();
    private final String[] names;
    private final ValueReader[] readers;
    private final boolean[] optional;
    private final Method[] accessors;
    private final MethodHandle constructor;

    /** @throws NotAsWrittenException if the type has a part that only data binding can read */
    RecordReader(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        names = new String[components.length];
        readers = new ValueReader[components.length];
        optional = new boolean[components.length];
        accessors = new Method[components.length];
        for (int place = 0; place < components.length; place++) {
            RecordComponent component = components[place];
            names[place] = component.getName();
            places.put(component.getName(), place);
            accessors[place] = component.getAccessor();
            readers[place] = ValueReaders.of(component.getGenericType());
            optional[place] = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        }
        constructor = constructor(type, components);
    }

    @Override
    public Object read(JsonParser parser) {
        NotAsWrittenException.unless(parser.currentToken() == JsonToken.START_OBJECT);
        @Nullable Object[] parts = new @Nullable Object[readers.length];
        int expected = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            int place = place(name, expected);
            JsonToken token = parser.nextToken();
            if (place < 0) {
                parser.skipChildren(); // A property of a newer version.
            } else {
                NotAsWrittenException.unless(parts[place] == null);
                parts[place] = token == JsonToken.VALUE_NULL ? null : readers[place].read(parser);
                expected = place + 1;
            }
        }
        Object record = construct(parts);
        for (int place = 0; place < parts.length; place++) {
            // A part that came later is missing in older entries, and where it says nothing; the record has a default
            // for it.
            NotAsWrittenException.unless(parts[place] != null || optional[place] || hasDefault(record, place));
        }
        return record;
    }

    private Object construct(@Nullable Object[] parts) {
        try {
            return (Object) constructor.invokeExact(parts);
        } catch (RuntimeException | Error refused) {
            throw refused;
        } catch (Throwable refused) {
            throw new NotAsWrittenException();
        }
    }

    private boolean hasDefault(Object record, int place) {
        try {
            return accessors[place].invoke(record) != null;
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("the events and their parts are public records", impossible);
        }
    }

    private int place(String name, int expected) {
        if (expected < names.length && names[expected].equals(name)) {
            return expected;
        }
        return places.getOrDefault(name, -1);
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException notPublic) {
            throw new NotAsWrittenException();
        }
    }
}
