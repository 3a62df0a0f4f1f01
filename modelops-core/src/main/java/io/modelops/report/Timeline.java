package io.modelops.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened one after another. An immutable value; each method returns a new timeline. A long one shows its latest
 * entries and folds the earlier ones away.
 *
 * @param title what it is the history of
 * @param entries what happened, in the order given
 */
public record Timeline(String title, List<Entry> entries) implements Block {
    /**
     * One thing that happened.
     *
     * @param when the time as shown
     * @param what what happened, in a few words
     * @param detail more about it, empty for none
     * @param tone how it is to be taken
     */
    public record Entry(String when, String what, String detail, Tone tone) {}

    /**
     * Copies and keeps the entries.
     *
     * @param title what it is the history of
     * @param entries what happened, in the order given
     */
    public Timeline {
        entries = List.copyOf(entries);
    }

    /**
     * Starts a timeline.
     *
     * @param title what it is the history of
     * @return a timeline without entries
     */
    public static Timeline titled(String title) {
        return new Timeline(title, List.of());
    }

    /**
     * Adds an entry.
     *
     * @param when when it happened, shown in UTC
     * @param what what happened, in a few words
     * @param detail more about it, empty for none
     * @param tone how it is to be taken
     * @return a timeline that ends with it
     */
    public Timeline entry(Instant when, String what, String detail, Tone tone) {
        return entry(new Entry(when.toString(), what, detail, tone));
    }

    /**
     * Adds an entry.
     *
     * @param when on which day it happened
     * @param what what happened, in a few words
     * @param detail more about it, empty for none
     * @param tone how it is to be taken
     * @return a timeline that ends with it
     */
    public Timeline entry(LocalDate when, String what, String detail, Tone tone) {
        return entry(new Entry(when.toString(), what, detail, tone));
    }

    /**
     * Adds an entry.
     *
     * @param when when it happened, as it is to be shown
     * @param what what happened, in a few words
     * @param detail more about it, empty for none
     * @param tone how it is to be taken
     * @return a timeline that ends with it
     */
    public Timeline entry(String when, String what, String detail, Tone tone) {
        return entry(new Entry(when, what, detail, tone));
    }

    private Timeline entry(Entry entry) {
        List<Entry> longer = new ArrayList<>(entries);
        longer.add(entry);
        return new Timeline(title, longer);
    }
}
