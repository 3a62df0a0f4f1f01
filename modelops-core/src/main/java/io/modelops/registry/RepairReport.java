package io.modelops.registry;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a repair did, or would have done if it was a dry run.
 *
 * @param dryRun whether everything is as it was
 * @param problem the first thing that did not fit; null if the log is whole
 * @param broughtBack the numbers of the damaged entries that a checkpoint has a copy of, and that are now as they were
 * @param lastGood the number of the last entry that stays, 0 if there is none
 * @param setAside the numbers of the entries after it, which have gone to the quarantine
 * @param quarantine the directory that holds the damaged and the set aside files; null if nothing went there
 */
public record RepairReport(
        boolean dryRun,
        @Nullable String problem,
        List<Long> broughtBack,
        long lastGood,
        List<Long> setAside,
        @Nullable Path quarantine) {
    /**
     * Copies and keeps the parts.
     *
     * @param dryRun whether everything is as it was
     * @param problem the first thing that did not fit
     * @param broughtBack the numbers of the entries that were brought back
     * @param lastGood the number of the last entry that stays
     * @param setAside the numbers of the entries after it
     * @param quarantine the directory that holds the damaged and the set aside files
     */
    public RepairReport {
        broughtBack = List.copyOf(broughtBack);
        setAside = List.copyOf(setAside);
    }
}
