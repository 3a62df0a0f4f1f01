package io.modelops.registry.imports.internal;

import io.modelops.model.Quoted;
import io.modelops.model.internal.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The header of a safetensors file: eight bytes of length, then JSON. The tensors have to fill the rest of the file
 * without gaps or overlaps, which is what the format's reference implementation asks for.
 *
 * @param tensors the names of the tensors
 * @param elements how many numbers they hold together
 * @param metadata what the file says of itself
 */
record SafetensorsHeader(Set<String> tensors, long elements, Map<String, String> metadata) {
    private static final int MOST_TENSORS = 200_000;
    private static final int MOST_METADATA = 100;
    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("BOOL", 8),
            Map.entry("U8", 8),
            Map.entry("I8", 8),
            Map.entry("F8_E4M3", 8),
            Map.entry("F8_E5M2", 8),
            Map.entry("I16", 16),
            Map.entry("U16", 16),
            Map.entry("F16", 16),
            Map.entry("BF16", 16),
            Map.entry("I32", 32),
            Map.entry("U32", 32),
            Map.entry("F32", 32),
            Map.entry("F64", 64),
            Map.entry("I64", 64),
            Map.entry("U64", 64),
            Map.entry("C64", 64));

    private record Range(long begin, long end) {}

    static SafetensorsHeader read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, Files.size(file));
        }
    }

    /**
     * Reads a header.
     *
     * @param size the size of the whole file
     * @throws RefusedException if it does not fit the file
     */
    static SafetensorsHeader read(InputStream in, long size) throws IOException {
        byte[] prefix = in.readNBytes(8);
        if (prefix.length < 8) {
            throw new RefusedException("", "it is shorter than the length of a header");
        }
        long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > Limits.SAFETENSORS_HEADER || length > size - 8) {
            throw new RefusedException(
                    "",
                    "it says that its header has " + Long.toUnsignedString(length) + " bytes: expected at most "
                            + Math.min(Limits.SAFETENSORS_HEADER, Math.max(0, size - 8)));
        }
        byte[] header = in.readNBytes((int) length);
        if (header.length < length) {
            throw new RefusedException("", "it ends in the middle of its header");
        }
        try (JsonParser json = Json.MAPPER.createParser(header)) {
            return new Reading(json).header(size - 8 - length);
        } catch (JacksonException notJson) {
            throw new RefusedException(
                    "", "its header is not JSON: " + Quoted.of(String.valueOf(notJson.getOriginalMessage())));
        }
    }

    private static final class Reading {
        private final JsonParser json;
        private final Set<String> names = new HashSet<>();
        private final List<Range> ranges = new ArrayList<>();
        private final Map<String, String> metadata = new TreeMap<>();
        private long elements;

        Reading(JsonParser json) {
            this.json = json;
        }

        SafetensorsHeader header(long dataBytes) throws RefusedException {
            require(json.nextToken() == JsonToken.START_OBJECT, "its header is no map");
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.START_OBJECT, "an entry of its header is no map");
                if (name.equals("__metadata__")) {
                    metadata();
                } else {
                    require(names.add(name), "it has the tensor " + Quoted.of(name) + " twice");
                    require(names.size() <= MOST_TENSORS, "it has more than " + MOST_TENSORS + " tensors");
                    tensor(name);
                }
            }
            ranges.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end));
            long filled = 0;
            for (Range range : ranges) {
                require(range.begin() == filled, "its tensors overlap or leave gaps");
                filled = range.end();
            }
            require(filled == dataBytes, "its tensors have " + filled + " bytes, and it holds " + dataBytes);
            return new SafetensorsHeader(names, elements, metadata);
        }

        private void metadata() throws RefusedException {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                require(json.nextToken() == JsonToken.VALUE_STRING, "its metadata is not made of texts");
                if (metadata.size() < MOST_METADATA) {
                    metadata.put(key, json.getString());
                }
            }
        }

        private void tensor(String name) throws RefusedException {
            Integer bits = null;
            List<Long> shape = List.of();
            List<Long> offsets = List.of();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "dtype" -> bits = BITS.get(String.valueOf(json.getString()));
                    case "shape" -> shape = numbers();
                    case "data_offsets" -> offsets = numbers();
                    default -> json.skipChildren();
                }
            }
            require(bits != null && offsets.size() == 2, "tensor " + Quoted.of(name) + " has no known type or place");
            long begin = offsets.get(0);
            long end = offsets.get(1);
            try {
                long count = shape.stream().reduce(1L, Math::multiplyExact);
                long bytes = Math.multiplyExact(count, bits == null ? 0 : bits / 8);
                require(end - begin == bytes && end >= begin, "tensor " + Quoted.of(name) + " does not fill its place");
                elements = Math.addExact(elements, count);
            } catch (ArithmeticException overflow) {
                throw new RefusedException("", "tensor " + Quoted.of(name) + " is larger than any file");
            }
            ranges.add(new Range(begin, end));
        }

        private List<Long> numbers() throws RefusedException {
            require(json.currentToken() == JsonToken.START_ARRAY, "a shape or a place is no list");
            List<Long> numbers = new ArrayList<>(4);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(
                        json.currentToken() == JsonToken.VALUE_NUMBER_INT && numbers.size() < 100,
                        "a shape or a place is not made of whole numbers");
                long number = json.getLongValue();
                require(number >= 0, "a shape or a place is negative");
                numbers.add(number);
            }
            return numbers;
        }

        private static void require(boolean holds, String otherwise) throws RefusedException {
            if (!holds) {
                throw new RefusedException("", otherwise);
            }
        }
    }
}
