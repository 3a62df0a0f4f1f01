package io.modelops.spi;

import io.modelops.model.Digest;
import java.util.List;

/**
 * What a clean-up moved and removed, or would have if it was a dry run.
 *
 * @param dryRun whether everything is still there
 * @param content the content that nothing refers to and that went to the trash, or was removed where a store has no trash
 * @param contentBytes its size in bytes
 * @param leftovers how many files of crashed writers were removed
 * @param leftoverBytes their size in bytes
 * @param expired how many pieces of content were removed from the trash for good
 * @param expiredBytes their size in bytes
 */
public record GarbageReport(
        boolean dryRun,
        List<Digest> content,
        long contentBytes,
        long leftovers,
        long leftoverBytes,
        long expired,
        long expiredBytes) {
    /**
     * Copies and keeps the parts.
     *
     * @param dryRun whether everything is still there
     * @param content the content that nothing refers to
     * @param contentBytes its size in bytes
     * @param leftovers how many files of crashed writers were removed
     * @param leftoverBytes their size in bytes
     * @param expired how many pieces of content were removed from the trash
     * @param expiredBytes their size in bytes
     */
    public GarbageReport {
        content = List.copyOf(content);
    }
}
