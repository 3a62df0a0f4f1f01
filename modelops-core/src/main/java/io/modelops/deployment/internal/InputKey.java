package io.modelops.deployment.internal;

import io.modelops.model.InvalidInputException;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** An array as the key of a cache: a copy, compared by content. */
@SuppressWarnings("ArrayRecordComponent") // compared by content
record InputKey(Object[] content) {
    @Override
    public boolean equals(Object other) {
        return other instanceof InputKey key && Arrays.deepEquals(content, key.content);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(content);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(content);
    }

    /**
     * What inputs of a type are recognised by.
     *
     * @throws InvalidInputException if equal inputs of the type are not known as equal
     */
    static <I> Function<I, Object> of(Class<I> type) {
        if (type.isArray()) {
            return input -> new InputKey(new Object[] {copy(input)});
        }
        boolean open = type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type == Object.class;
        if (!open && !type.isEnum() && inheritsEquals(type)) {
            throw refused(type, "has no equals of its own");
        }
        if (type.isRecord()
                && Stream.of(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .anyMatch(Class::isArray)) {
            throw refused(type, "has a component that is an array, which equals does not look into");
        }
        return input -> input;
    }

    private static InvalidInputException refused(Class<?> type, String why) {
        return new InvalidInputException("Answers to inputs of " + type.getName() + " can't be cached: the type " + why
                + "; say what an input is recognised by with ResponseCache.keyedBy(...), or give the type an equals.");
    }

    private static boolean inheritsEquals(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object copy(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        if (copy instanceof Object[] elements) {
            for (int index = 0; index < length; index++) {
                Object element = elements[index];
                if (element != null && element.getClass().isArray()) {
                    elements[index] = copy(element);
                }
            }
        }
        return copy;
    }
}
