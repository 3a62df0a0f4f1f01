package io.modelops.registry.imports.internal;

import io.modelops.model.Quoted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One YAML document as maps, lists and texts. No object of any other type is ever made, whatever its tags say. Nesting and
 * aliases are limited while it is read, so that a small document can't become a large one.
 */
final class Yaml {
    private static final int DEEPEST = 40;
    private static final int MOST_NODES = 100_000;
    private static final int MOST_ALIASES = 100;

    private final Map<String, Object> anchors = new LinkedHashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Object root;
    private int documents;
    private int nodes;
    private int aliases;

    private Yaml() {}

    /** A map or list whose end has not been seen. */
    private static final class Open {
        final @Nullable Map<String, Object> map;
        final List<Object> list = new ArrayList<>();
        final String anchor;

        @Nullable
        String key;

        Open(boolean isMap, String anchor) {
            this.map = isMap ? new LinkedHashMap<>() : null;
            this.anchor = anchor;
        }

        Object value() {
            return map == null ? list : map;
        }
    }

    /**
     * Reads a document whose root is a map.
     *
     * @return maps, lists and texts
     * @throws RefusedException if it is no such document, or uses what is not allowed
     */
    static Map<String, Object> map(String label, String text) throws RefusedException {
        Yaml yaml = new Yaml();
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel("document")
                    .setCodePointLimit(Limits.DOCUMENT)
                    .setUseMarks(false)
                    .build();
            for (Event event : new Parse(settings).parseString(text)) {
                yaml.take(event);
            }
        } catch (YamlEngineException | IndexOutOfBoundsException notYaml) {
            throw new RefusedException(label, "it is not YAML: " + Quoted.of(String.valueOf(notYaml.getMessage())));
        } catch (RefusedException refused) {
            throw refused.in(label);
        }
        return mapOf(yaml.root).orElseThrow(() -> new RefusedException(label, "it is not a map of keys and values"));
    }

    /** The map that a value is, empty if it is none. */
    @SuppressWarnings("unchecked") // only maps with texts as keys are ever made here
    static Optional<Map<String, Object>> mapOf(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of((Map<String, Object>) map) : Optional.empty();
    }

    /** The text under a key, null if there is none or it says that there is none. */
    static @Nullable String text(Map<String, Object> map, String key) {
        return map.get(key) instanceof String text && !text.isEmpty() && !text.equals("null") && !text.equals("~")
                ? text
                : null;
    }

    private void take(Event event) throws RefusedException {
        if (event instanceof DocumentStartEvent && ++documents > 1) {
            throw new RefusedException("", "it holds more than one document");
        }
        if (event instanceof AliasEvent alias) {
            Object known = anchors.get(alias.getAlias().getValue());
            if (known == null || ++aliases > MOST_ALIASES) {
                throw new RefusedException("", "it has an alias to itself or to nothing, or more than " + MOST_ALIASES);
            }
            put(known);
        } else if (event instanceof ScalarEvent scalar) {
            requirePlain(scalar.getTag().orElse(null));
            put(scalar.getValue());
            scalar.getAnchor().map(Anchor::getValue).ifPresent(name -> anchors.put(name, scalar.getValue()));
        } else if (event instanceof CollectionStartEvent start) {
            requirePlain(start.getTag().orElse(null));
            open(start);
        } else if (event instanceof CollectionEndEvent) {
            Open closed = open.pop();
            if (!closed.anchor.isEmpty()) {
                anchors.put(closed.anchor, closed.value());
            }
            put(closed.value());
        }
    }

    private void open(CollectionStartEvent start) throws RefusedException {
        if (open.size() >= DEEPEST) {
            throw new RefusedException("", "it is nested more than " + DEEPEST + " levels deep");
        }
        open.push(new Open(
                start instanceof MappingStartEvent,
                start.getAnchor().map(Anchor::getValue).orElse("")));
    }

    private void put(Object value) throws RefusedException {
        if (++nodes > MOST_NODES) {
            throw new RefusedException("", "it has more than " + MOST_NODES + " values");
        }
        Open into = open.peek();
        if (into == null) {
            root = value;
        } else if (into.map == null) {
            into.list.add(value);
        } else if (into.key == null) {
            if (!(value instanceof String key)) {
                throw new RefusedException("", "it has a key that is no text");
            }
            into.key = key;
        } else {
            if (into.map.put(into.key, value) != null) {
                throw new RefusedException("", "it has the key " + Quoted.of(into.key) + " twice");
            }
            into.key = null;
        }
    }

    private static void requirePlain(@Nullable String tag) throws RefusedException {
        if (tag != null && !tag.equals("!") && !tag.matches("tag:yaml[.]org,2002:(str|map|seq|int|float|bool|null)")) {
            throw new RefusedException(
                    "",
                    "it asks for an object of type " + Quoted.of(tag) + ": expected maps, lists, texts and numbers");
        }
    }
}
