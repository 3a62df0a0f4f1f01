package io.modelops.feedback.internal;

import io.modelops.model.ClosedException;
import io.modelops.model.PredictionId;
import io.modelops.model.StoreException;
import io.modelops.spi.PredictionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in a directory that several processes may share. Appending never waits for the disk: a thread of the log writes
 * in groups, and what its queue can't hold is dropped and counted. A power cut loses at most what was appended since the
 * last sync. Safe for use by several threads.
 */
public final class DirectoryPredictionLog implements PredictionLog {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryPredictionLog.class);
    private static final long PATIENCE_MILLIS = 10_000;

    private final Path directory;
    private final Segments segments;
    private final SegmentIndex index;
    private final GroupCommit writer;
    private volatile boolean closed;

    private DirectoryPredictionLog(Path directory, PredictionLogSettings settings, InstantSource clock) {
        this.directory = directory;
        segments = new Segments(directory);
        index = new SegmentIndex(segments);
        writer = new GroupCommit(segments, settings, clock);
        Thread thread = new Thread(null, writer, "modelops-prediction-log", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /**
     * Opens a log with default limits.
     *
     * @param directory where it lies; created with the first record
     */
    public static DirectoryPredictionLog open(Path directory) {
        return open(directory, PredictionLogSettings.DEFAULT, InstantSource.system());
    }

    /**
     * Opens a log.
     *
     * @param directory where it lies; created with the first record
     * @param clock tells to which day a segment belongs
     */
    public static DirectoryPredictionLog open(Path directory, PredictionLogSettings settings, InstantSource clock) {
        return new DirectoryPredictionLog(directory, settings, clock);
    }

    /** @throws ClosedException if the log is closed */
    @Override
    public void append(Entry record) {
        if (closed) {
            throw new ClosedException("Prediction log " + directory + " is closed: nothing can be appended any more.");
        }
        writer.offer(record);
    }

    /** @throws StoreException if the log can't be read */
    @Override
    public Optional<Predicted> find(PredictionId id) {
        writer.awaitWritten(PATIENCE_MILLIS);
        try {
            return index.find(id);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    /**
     * Reads all records: day by day, and within a day by time, except that the records of one process keep their order.
     *
     * @throws StoreException if the log can't be read
     */
    @Override
    public void forEach(Consumer<? super Entry> reader) {
        writer.awaitWritten(PATIENCE_MILLIS);
        try {
            for (Path day : segments.days()) {
                SegmentMerge.read(segments.ofDay(day), reader);
            }
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    /** How many records were not written: the queue was full, they were larger than 1 MiB, or the disk failed. */
    public long dropped() {
        return writer.dropped();
    }

    /**
     * How many bytes lie behind the first damaged line of a segment, where a crash or a bad disk left it. A record that
     * another process is writing just now may be among them.
     *
     * @throws StoreException if the log can't be read
     */
    public long lostBytes() {
        writer.awaitWritten(PATIENCE_MILLIS);
        try {
            return index.lostBytes();
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (!writer.end(PATIENCE_MILLIS)) {
                LOG.warn("Prediction log {} was closed before all was written: the disk is too slow.", directory);
            }
        }
    }

    private StoreException unreadable(IOException failure) {
        return new StoreException(
                "Prediction log " + directory + " could not be read (" + failure
                        + "): check the disk and the rights of this user.",
                failure);
    }
}
