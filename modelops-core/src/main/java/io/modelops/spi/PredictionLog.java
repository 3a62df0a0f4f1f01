package io.modelops.spi;

import io.modelops.model.ModelRef;
import io.modelops.model.PredictionId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps predictions and their true outcomes beyond the life of the process. Appending is called by one thread at a time
 * and may lose the latest records in a crash; it never blocks on a slow disk for longer than the implementation states.
 */
public interface PredictionLog extends AutoCloseable {
    /**
     * Appends a record.
     *
     * @param entry a prediction or an outcome
     */
    void append(Entry entry);

    /**
     * Finds a prediction.
     *
     * @param id its id
     * @return the prediction, or empty if the log does not have it or no longer has it
     */
    Optional<Predicted> find(PredictionId id);

    /**
     * Reads all records, oldest first.
     *
     * @param reader takes each record
     */
    void forEach(Consumer<? super Entry> reader);

    /** Writes what is pending and releases what the log holds. Closing twice does nothing more. */
    @Override
    default void close() {}

    /** Something the log keeps. */
    sealed interface Entry {
        /**
         * The prediction it is about.
         *
         * @return the id
         */
        PredictionId id();

        /**
         * When it happened.
         *
         * @return the time
         */
        Instant at();
    }

    /**
     * A prediction.
     *
     * @param id its id
     * @param at when it was made
     * @param version the version that answered
     * @param inputJson what was asked, as JSON
     * @param outputJson the answer, as JSON
     */
    record Predicted(PredictionId id, Instant at, ModelRef.Numbered version, String inputJson, String outputJson)
            implements Entry {}

    /**
     * What a version answered to a copy of a request, which another one had answered.
     *
     * @param id the id of the request's prediction
     * @param at when the request was made
     * @param version the version that answered the copy
     * @param outputJson the answer that nobody got, as JSON
     */
    record Shadowed(PredictionId id, Instant at, ModelRef.Numbered version, String outputJson) implements Entry {}

    /**
     * A true outcome.
     *
     * @param id the id of the prediction
     * @param at when it was reported
     * @param outcomeJson the true outcome, as JSON
     */
    record Labelled(PredictionId id, Instant at, String outcomeJson) implements Entry {}
}
