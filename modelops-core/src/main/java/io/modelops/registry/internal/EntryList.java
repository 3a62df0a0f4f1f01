package io.modelops.registry.internal;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All entries of a log by sequence. One thread adds at a time; any may read without waiting. */
final class EntryList {
    private static final int FIRST_ROOM = 64;

    private volatile @Nullable StoredEntry[] entries = new StoredEntry[FIRST_ROOM];
    private volatile int size;

    void add(StoredEntry entry) {
        int position = size;
        StoredEntry[] room = entries;
        if (position == room.length) {
            room = Arrays.copyOf(room, 2 * position);
            entries = room;
        }
        room[position] = entry;
        size = position + 1; // publishes the entry: who reads this size finds an array that holds it
    }

    /** The entry with a sequence, or empty if the log does not go that far yet. */
    Optional<StoredEntry> find(long sequence) {
        if (sequence > size) {
            return Optional.empty();
        }
        return Optional.ofNullable(entries[(int) sequence - 1]);
    }
}
