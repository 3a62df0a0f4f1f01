package io.modelops.feedback.internal;

import io.modelops.spi.PredictionLog;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a segment up to its first line that is not what was written, which a crash may have left at its end. */
final class SegmentReader implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final InputStream input;
    private byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private long position;
    private boolean ended;

    /** @param from where a line starts */
    SegmentReader(Path segment, long from) throws IOException {
        // Not a channel, which an interrupt of the reading thread would close.
        input = new FileInputStream(segment.toFile());
        position = from;
        try {
            input.skipNBytes(from);
        } catch (IOException failure) {
            input.close();
            throw failure;
        }
    }

    /** The next record, or null if there is none or the rest is lost; then always null. */
    PredictionLog.@Nullable Entry next() throws IOException {
        byte @Nullable [] line = nextLine();
        PredictionLog.Entry record = line == null ? null : RecordLine.decode(line);
        if (line == null || record == null) {
            ended = true;
            return null;
        }
        position += line.length + 1;
        return record;
    }

    /** The next line whatever it says, without its line feed; null if there is no whole one. */
    byte @Nullable [] nextLine() throws IOException {
        int searched = start;
        while (!ended) {
            for (int index = searched; index < end; index++) {
                if (buffer[index] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, start, index);
                    start = index + 1;
                    return line;
                }
            }
            int pending = end - start;
            ended = pending > RecordLine.LARGEST || !fill();
            searched = start + pending;
        }
        return null;
    }

    /** Where the last record that was read ends. */
    long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    /** Reads more behind what is pending, which moves to the front of the buffer. */
    private boolean fill() throws IOException {
        byte[] target = end - start > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, start, target, 0, end - start);
        end -= start;
        start = 0;
        buffer = target;
        int read = input.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read > 0;
    }
}
