package io.modelops.feedback.internal;

import io.modelops.model.PredictionId;
import io.modelops.spi.PredictionLog;
import io.modelops.spi.PredictionLog.Predicted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which predictions a segment may have. The ids of one deployment count up, so a segment needs one range per
 * deployment; most lookups then read one segment, and most unknown ids none. A segment is read for it once, and later
 * only what was added.
 */
final class SegmentIndex {
    private final Segments segments;
    private final Map<Path, Known> known = new HashMap<>();

    SegmentIndex(Segments segments) {
        this.segments = segments;
    }

    private static final class Known {
        private final Map<Long, long[]> ranges = new HashMap<>();
        private long read;
        private long size;

        private void add(PredictionId id) {
            long[] range = ranges.computeIfAbsent(id.origin(), first -> new long[] {id.sequence(), id.sequence()});
            range[0] = Math.min(range[0], id.sequence());
            range[1] = Math.max(range[1], id.sequence());
        }

        private boolean mayHave(PredictionId id) {
            long[] range = ranges.get(id.origin());
            return range != null && range[0] <= id.sequence() && id.sequence() <= range[1];
        }
    }

    synchronized Optional<Predicted> find(PredictionId id) throws IOException {
        List<Path> all = segments.newestFirst();
        known.keySet().retainAll(all);
        for (Path segment : all) {
            if (update(segment).mayHave(id)) {
                Optional<Predicted> found = search(segment, id);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The bytes behind the first damaged line of each segment. */
    synchronized long lostBytes() throws IOException {
        long lost = 0;
        for (Path segment : segments.newestFirst()) {
            Known state = update(segment);
            lost += state.size - state.read;
        }
        return lost;
    }

    private Known update(Path segment) throws IOException {
        Known state = known.computeIfAbsent(segment, first -> new Known());
        try {
            long size = Files.size(segment);
            if (size != state.size) {
                try (SegmentReader reader = new SegmentReader(segment, state.read)) {
                    for (PredictionLog.Entry record = reader.next(); record != null; record = reader.next()) {
                        if (record instanceof Predicted) {
                            state.add(record.id());
                        }
                    }
                    state.read = reader.position();
                    state.size = Math.max(size, state.read);
                }
            }
        } catch (NoSuchFileException removedMeanwhile) {
            known.remove(segment);
        }
        return state;
    }

    private static Optional<Predicted> search(Path segment, PredictionId id) throws IOException {
        byte[] text = id.toString().getBytes(StandardCharsets.US_ASCII);
        try (SegmentReader reader = new SegmentReader(segment, 0)) {
            for (byte[] line = reader.nextLine(); line != null; line = reader.nextLine()) {
                if (RecordLine.mayBeAbout(line, text)
                        && RecordLine.decode(line) instanceof Predicted predicted
                        && predicted.id().equals(id)) {
                    return Optional.of(predicted);
                }
            }
        }
        return Optional.empty();
    }
}
