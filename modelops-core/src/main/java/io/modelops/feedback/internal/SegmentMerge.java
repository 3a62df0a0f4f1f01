package io.modelops.feedback.internal;

import io.modelops.spi.PredictionLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the segments of one day as one sequence, merging those of several writers by time. */
final class SegmentMerge {
    private SegmentMerge() {}

    /** @param segments each writer's in the order in which they were written */
    static void read(List<Path> segments, Consumer<? super PredictionLog.Entry> reader) throws IOException {
        Map<String, Deque<Path>> byWriter = new LinkedHashMap<>();
        for (Path segment : segments) {
            byWriter.computeIfAbsent(Segments.writer(segment), first -> new ArrayDeque<>())
                    .add(segment);
        }
        List<Source> open = new ArrayList<>();
        try {
            PriorityQueue<Source> waiting = new PriorityQueue<>(Comparator.comparing(Source::at));
            for (Deque<Path> ofWriter : byWriter.values()) {
                Source source = new Source(ofWriter);
                open.add(source);
                if (source.advance()) {
                    waiting.add(source);
                }
            }
            for (Source first = waiting.poll(); first != null; first = waiting.poll()) {
                reader.accept(first.record());
                if (first.advance()) {
                    waiting.add(first);
                }
            }
        } finally {
            for (Source source : open) {
                source.close();
            }
        }
    }

    /** The records of one writer, one segment after the other. */
    private static final class Source implements Closeable {
        private final Deque<Path> rest;
        private @Nullable SegmentReader reader;
        private PredictionLog.@Nullable Entry current;

        private Source(Deque<Path> rest) {
            this.rest = rest;
        }

        /** Goes to the next record, and says whether there is one. */
        private boolean advance() throws IOException {
            current = reader == null ? null : reader.next();
            while (current == null && !rest.isEmpty()) {
                close();
                reader = new SegmentReader(rest.remove(), 0);
                current = reader.next();
            }
            return current != null;
        }

        private PredictionLog.Entry record() {
            return Objects.requireNonNull(current);
        }

        private Instant at() {
            return record().at();
        }

        @Override
        public void close() throws IOException {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
