package io.modelops.djl.internal;

import io.modelops.model.Quoted;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds which other files an ONNX model wants to have read: walks the wire form of the protocol buffer down to every
 * tensor, those of nested graphs, of attributes, of sparse tensors, of functions and of training steps included. What a
 * tensor says of external data is collected even where it says that it does not use it. Operators that a native library
 * would have to bring are refused on the way.
 *
 * <p>Field numbers are those of {@code onnx.proto} (ONNX 1.19, IR version 11), which only ever adds fields.
 */
final class OnnxReferences {
    private static final int DEEPEST = 100;
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_REFERENCES = 1_000_000;
    private static final int MOST_DOMAINS = 10_000;
    /** The operators that ONNX Runtime has itself. */
    private static final Set<String> DOMAINS = Set.of(
            "",
            "ai.onnx",
            "ai.onnx.ml",
            "ai.onnx.preview",
            "ai.onnx.preview.training",
            "ai.onnx.training",
            "com.microsoft",
            "com.microsoft.experimental",
            "com.microsoft.nchwc",
            "com.ms.internal.nhwc");

    private final InputStream in;
    private final List<Reference> references = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();
    private final Set<String> defined = new HashSet<>();
    private long position;
    private boolean hasGraph;

    private OnnxReferences(InputStream in) {
        this.in = in;
    }

    /**
     * One tensor's external data.
     *
     * @param location the file, as the model names it
     * @param offset the first byte, 0 or more
     * @param length how many bytes, -1 for all to the end
     */
    record Reference(String location, long offset, long length) {}

    /**
     * Walks a model.
     *
     * @param model the file
     * @return what it refers to, in order, empty if all its tensors are inside
     * @throws IOException if it can't be read or is no ONNX model; the message says why
     */
    static List<Reference> of(Path model) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(model), 1 << 16)) {
            return of(in, Files.size(model));
        }
    }

    /** Walks a model of so many bytes. */
    static List<Reference> of(InputStream in, long bytes) throws IOException {
        OnnxReferences walk = new OnnxReferences(in);
        try {
            walk.message(Message.MODEL, bytes, 0);
        } catch (EOFException cut) {
            throw new IOException("it ends in the middle of a field", cut);
        }
        if (!walk.hasGraph) {
            throw new IOException("it holds no graph");
        }
        walk.requireKnownOperators();
        return walk.references;
    }

    /** The messages on the way to tensors, with the fields that lead on. */
    private enum Message {
        MODEL,
        TRAINING,
        GRAPH,
        FUNCTION,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR,
        EXTERNAL_DATA,
        NONE;

        Message at(int field) {
            return switch (this) {
                case MODEL ->
                    switch (field) {
                        case 7 -> GRAPH;
                        case 20 -> TRAINING;
                        case 25 -> FUNCTION;
                        default -> NONE;
                    };
                case TRAINING -> field == 1 || field == 2 ? GRAPH : NONE;
                case GRAPH ->
                    switch (field) {
                        case 1 -> NODE;
                        case 5 -> TENSOR;
                        case 15 -> SPARSE_TENSOR;
                        default -> NONE;
                    };
                case FUNCTION ->
                    switch (field) {
                        case 7 -> NODE;
                        case 11 -> ATTRIBUTE;
                        default -> NONE;
                    };
                case NODE -> field == 5 ? ATTRIBUTE : NONE;
                case ATTRIBUTE ->
                    switch (field) {
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> GRAPH;
                        case 22, 23 -> SPARSE_TENSOR;
                        default -> NONE;
                    };
                case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : NONE;
                case TENSOR -> field == 13 ? EXTERNAL_DATA : NONE;
                case EXTERNAL_DATA, NONE -> NONE;
            };
        }
    }

    private void message(Message message, long end, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("its graphs are nested more than " + DEEPEST + " messages deep");
        }
        External external = message == Message.TENSOR ? new External() : null;
        while (position < end) {
            long tag = tag();
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> varint(10);
                case 1 -> skip(8, end);
                case 5 -> skip(4, end);
                case 2 -> {
                    long length = varint(10);
                    if (length < 0 || length > end - position) {
                        throw new IOException("a field at byte " + position + " is longer than what holds it");
                    }
                    Message inner = message.at(field);
                    hasGraph |= message == Message.MODEL && inner == Message.GRAPH;
                    if (message == Message.NODE && field == 7) {
                        add(asked, text(length, position + length));
                    } else if (message == Message.FUNCTION && field == 10) {
                        add(defined, text(length, position + length));
                    } else if (inner == Message.NONE) {
                        skip(length, end);
                    } else if (inner == Message.EXTERNAL_DATA && external != null) {
                        entry(external, position + length);
                    } else {
                        message(inner, position + length, depth + 1);
                    }
                }
                default -> throw new IOException("it has a field of unknown form at byte " + position);
            }
        }
        if (position != end) {
            throw new IOException("a field runs over the end of what holds it at byte " + position);
        }
        if (external != null) {
            external.addTo(references);
        }
    }

    /** Reads one key and value of a tensor's external data. */
    private void entry(External external, long end) throws IOException {
        String key = "";
        String value = "";
        while (position < end) {
            long tag = tag();
            if ((tag & 7) != 2) {
                throw new IOException("its external data is not made of texts at byte " + position);
            }
            long length = varint(10);
            String text = text(length, end);
            if (tag >>> 3 == 1) {
                key = text;
            } else if (tag >>> 3 == 2) {
                value = text;
            }
        }
        external.put(key, value);
    }

    private String text(long length, long end) throws IOException {
        if (length < 0 || length > LONGEST_TEXT || length > end - position) {
            throw new IOException("it has a text that is too long at byte " + position);
        }
        String text = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    private static void add(Set<String> domains, String domain) throws IOException {
        domains.add(domain);
        if (domains.size() > MOST_DOMAINS) {
            throw new IOException("it has operators of more than " + MOST_DOMAINS + " domains");
        }
    }

    /** An operator is the engine's own, or a function that the model spells out; others are code from elsewhere. */
    private void requireKnownOperators() throws IOException {
        asked.removeAll(DOMAINS);
        asked.removeAll(defined);
        if (!asked.isEmpty()) {
            throw new IOException("it asks for operators of the domain "
                    + Quoted.of(asked.iterator().next())
                    + ", which are neither ONNX Runtime's own nor functions of the model, so that a native library "
                    + "would have to bring them; export it with standard operators");
        }
    }

    /** A tag of more than 32 bits is refused: readers that cut it would see another field than is checked here. */
    private long tag() throws IOException {
        long tag = varint(5);
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw new IOException("it has a field without a valid number at byte " + position);
        }
        return tag;
    }

    private long varint(int most) throws IOException {
        long value = 0;
        for (int index = 0; index < most; index++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            position++;
            value |= (long) (next & 0x7F) << (7 * index);
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("it has a number of too many bytes at byte " + position);
    }

    private void skip(long bytes, long end) throws IOException {
        if (bytes > end - position) {
            throw new IOException("a field at byte " + position + " is longer than what holds it");
        }
        in.skipNBytes(bytes);
        position += bytes;
    }

    /** What the entries of one tensor add up to; a key given twice counts twice, since engines differ in which they take. */
    private static final class External {
        private final List<String> locations = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private final List<Long> lengths = new ArrayList<>();

        void put(String key, String value) throws IOException {
            switch (key) {
                case "location" -> {
                    locations.add(value);
                    if (locations.size() > MOST_REFERENCES) {
                        throw new IOException("a tensor has more than " + MOST_REFERENCES + " locations");
                    }
                }
                case "offset" -> offsets.add(number(key, value));
                case "length" -> lengths.add(number(key, value));
                default -> {
                    // A checksum, or what a later version of the format adds.
                }
            }
        }

        void addTo(List<Reference> references) throws IOException {
            if (offsets.size() > 1 || lengths.size() > 1) {
                throw new IOException("a tensor has two offsets or lengths");
            }
            if (locations.isEmpty() && offsets.size() + lengths.size() > 0) {
                // A reader may merge it with another part of the same tensor, and apply it to a file named there.
                throw new IOException("a tensor has an offset or a length, and no location that it is in");
            }
            for (String location : locations) {
                long offset = offsets.isEmpty() ? 0 : offsets.get(0);
                references.add(new Reference(location, offset, lengths.isEmpty() ? -1 : lengths.get(0)));
            }
            if (references.size() > MOST_REFERENCES) {
                throw new IOException("it has more than " + MOST_REFERENCES + " tensors in other files");
            }
        }

        private static long number(String key, String value) throws IOException {
            if (!value.matches("[0-9]{1,18}")) {
                throw new IOException("a tensor's " + key + " is no number");
            }
            return Long.parseLong(value);
        }
    }
}
