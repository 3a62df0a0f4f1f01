package io.modelops.feedback;

import io.modelops.feedback.internal.DirectoryPredictionLog;
import io.modelops.feedback.internal.InMemoryPredictionLog;
import io.modelops.spi.PredictionLog;
import java.nio.file.Path;

/** The prediction logs that come with the library. */
public final class PredictionLogs {
    private PredictionLogs() {}

    /**
     * Opens a log in a directory. Each process writes files of its own there, so several may share it. Writes are
     * collected and synced every 50 milliseconds; when the disk is too slow, records are counted and dropped. Days older
     * than 400 are removed.
     *
     * @param directory a directory on a local file system, created with the first record
     * @return the log, to be closed by the caller
     * @throws io.modelops.model.StoreException if the directory can't be read
     */
    public static PredictionLog inDirectory(Path directory) {
        return DirectoryPredictionLog.open(directory);
    }

    /**
     * Opens a log in memory that keeps the latest 100,000 records. Good for tests.
     *
     * @return the log
     */
    public static PredictionLog inMemory() {
        return new InMemoryPredictionLog();
    }
}
