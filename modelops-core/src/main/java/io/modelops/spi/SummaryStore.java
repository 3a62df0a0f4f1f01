package io.modelops.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A side channel of the registry: small data that nodes of a fleet leave for each other, such as the summary of a window of
 * traffic. Entries may be replaced and removed, are no part of the log or its hash chain, and need not survive a power cut;
 * but an entry is read whole or not at all. Implementations are safe for use by several threads, and the same data may be
 * open in several processes.
 */
public interface SummaryStore {
    /**
     * Puts an entry, in place of the one with the same topic, node and window, if there is one.
     *
     * @param summary the entry
     * @throws io.modelops.model.StoreException if it could not be stored; an earlier one is still there, or the new one is
     * @throws io.modelops.model.ClosedException if the store is closed
     */
    void put(StoredSummary summary);

    /**
     * Puts an entry unless there is one with the same topic, node and window, however many do so at once. An entry that is
     * there but damaged keeps its place.
     *
     * @param summary the entry
     * @return true if it was put, false if there is one already
     * @throws io.modelops.model.StoreException if it could not be stored, or it is not known whether it was
     * @throws io.modelops.model.ClosedException if the store is closed
     */
    boolean putIfAbsent(StoredSummary summary);

    /**
     * Reads the entries of a topic whose windows begin in a range of time. They are all in memory then: ask for as much time
     * as is needed.
     *
     * @param topic the topic
     * @param from the first begin of a window that is wanted
     * @param to the first begin that is not wanted any more
     * @return the entries by window and node, without those that are not what was written; empty if there are none
     * @throws io.modelops.model.StoreException if the store can't be read
     * @throws io.modelops.model.ClosedException if the store is closed
     */
    Reading read(String topic, Instant from, Instant to);

    /**
     * Reads the newest entry that a node put about a topic and that is what was written.
     *
     * @param topic the topic
     * @param node the node
     * @return the entry with the latest window, or empty if there is none
     * @throws io.modelops.model.StoreException if the store can't be read
     * @throws io.modelops.model.ClosedException if the store is closed
     */
    Optional<StoredSummary> latest(String topic, String node);

    /**
     * Removes the old entries of a topic: those whose windows begin before a time, then the oldest ones until no more are
     * left than allowed. Several processes may do so at once.
     *
     * @param topic the topic
     * @param limits what may stay
     * @return how many entries this call removed
     * @throws io.modelops.model.StoreException if entries could not be removed; some may be gone
     * @throws io.modelops.model.ClosedException if the store is closed
     */
    int trim(String topic, Limits limits);

    /**
     * What was read.
     *
     * @param summaries the entries by window and node
     * @param damaged how many entries were left out because they are not what was written
     */
    record Reading(List<StoredSummary> summaries, int damaged) {
        /**
         * Copies and keeps the entries.
         *
         * @param summaries the entries
         * @param damaged how many were left out
         */
        public Reading {
            summaries = List.copyOf(summaries);
        }
    }

    /**
     * What may stay of a topic.
     *
     * @param from the earliest begin of a window that stays
     * @param entries how many entries may stay, 0 or more
     * @param bytes how many bytes they may have together, as the store counts them, 0 or more
     */
    record Limits(Instant from, int entries, long bytes) {}
}
