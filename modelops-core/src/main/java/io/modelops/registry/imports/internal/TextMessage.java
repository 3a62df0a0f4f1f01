package io.modelops.registry.imports.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message in the text form of protocol buffers: under each name its values in order, texts or messages. */
final class TextMessage {
    private final Map<String, List<Object>> fields = new LinkedHashMap<>();

    void add(String name, Object value) {
        fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    Set<String> names() {
        return fields.keySet();
    }

    /** The last value of a field, as protocol buffers have it; null if it has none, or a message. */
    @Nullable
    String text(String name) {
        List<String> texts = texts(name);
        return texts.isEmpty() ? null : texts.get(texts.size() - 1);
    }

    /** All values of a field that are no messages. */
    List<String> texts(String name) {
        return values(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** All values of a field that are messages. */
    List<TextMessage> messages(String name) {
        return values(name).stream()
                .filter(TextMessage.class::isInstance)
                .map(TextMessage.class::cast)
                .toList();
    }

    private List<Object> values(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
