package io.modelops.registry.internal;

import io.modelops.spi.LogRecord;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * The records of a stretch, each made when it is asked for: whoever reads a long log needs none of them for long, and many
 * threads can share the work. Asking for one that is not readable throws a {@link io.modelops.model.CorruptionException}.
 */
final class StretchRecords extends AbstractList<LogRecord> implements RandomAccess {
    private static final int MOST_AT_FIRST = 1 << 12;

    private final byte[] content;
    private final int[] ends;
    private final long first;
    private final Path file;

    /** @param end where the lines end, of which there is one for each record */
    StretchRecords(byte[] content, int end, long first, Path file) {
        this.content = content;
        this.first = first;
        this.file = file;
        int[] found = new int[MOST_AT_FIRST];
        int lines = 0;
        for (int index = 0; index < end; index++) {
            if (content[index] == '\n') {
                if (lines == found.length) {
                    found = Arrays.copyOf(found, 2 * lines);
                }
                found[lines++] = index;
            }
        }
        ends = Arrays.copyOf(found, lines);
    }

    @Override
    public LogRecord get(int index) {
        int end = ends[index];
        int start = index == 0 ? 0 : ends[index - 1] + 1;
        long sequence = first + index;
        // Whoever folds the record parses it anyway, so one that looks as usual is not parsed here as well.
        return RecordHead.record(content, start, end, sequence)
                .orElseGet(() -> RecordFile.record(Arrays.copyOfRange(content, start, end), sequence, file));
    }

    @Override
    public int size() {
        return ends.length;
    }
}
