package io.modelops.spi;

import java.util.List;
import java.util.Optional;

/**
 * Keeps the registry's log. The one way to write is to put a record at a sequence number unless there is one already;
 * everything else the registry promises follows from that. Implementations are safe for use by several threads, and the
 * same log may be open in several processes.
 */
public interface RegistryStore extends AutoCloseable {
    /**
     * Puts a record at its sequence number unless there is one. When this returns true, the record survives a crash of
     * the process and of the machine, and so do all records before it.
     *
     * @param record the record; the one before it is in the store
     * @return true if it was put, false if another record has the number
     * @throws io.modelops.model.CommitUnknownException if it can't be known whether the record was put; the store then
     *     refuses further records
     * @throws io.modelops.model.StoreException if it was certainly not put
     */
    boolean putIfAbsent(LogRecord record);

    /**
     * Reads records in order, without gaps. What it returns survives a crash of the machine, also when another process
     * wrote it.
     *
     * @param from the first sequence number wanted, 1 or more
     * @param limit the greatest number of records wanted, 1 or more
     * @return the records from there on, empty if there is none yet
     * @throws io.modelops.model.CorruptionException if a record is there but is not what was written
     * @throws io.modelops.model.StoreException if the store can't be read
     */
    List<LogRecord> read(long from, int limit);

    /**
     * Reads records from a copy that is faster to read than the log itself, for opening a long log. The copy is a cache:
     * a store may have none, which is the default, and leaves out what it finds damaged. The caller checks the hash chain
     * of what it gets, and that its end is in the log; otherwise it reads the log.
     *
     * @param from the first sequence number wanted, 1 or more
     * @return some records from there on in order, without gaps; empty if there is no copy of them
     */
    default List<LogRecord> readCheckpoint(long from) {
        return List.of();
    }

    /**
     * The side channel that lies where the log does, for small data that is no part of the log.
     *
     * @return the side channel, which is closed with this store; empty if the store has none, which is the default
     */
    default Optional<SummaryStore> summaries() {
        return Optional.empty();
    }

    /** Releases what the store holds. Closing twice does nothing more. */
    @Override
    default void close() {}
}
