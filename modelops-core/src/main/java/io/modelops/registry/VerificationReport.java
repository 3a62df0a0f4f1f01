package io.modelops.registry;

import io.modelops.model.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found. Keep {@code entries} and {@code head} in another place: a log that was replaced as a whole
 * is whole in itself, and only a second witness can tell.
 *
 * @param entries how many entries of the log fit, each to the one before it
 * @param head the digest of the last of them, 64 zeros if there is none
 * @param contents how many pieces of content are what the log says; shared content counts once
 * @param bytes their size in bytes
 * @param problem the first thing that does not fit, and where; null if everything does
 */
public record VerificationReport(
        long entries,
        Digest head,
        long contents,
        long bytes,
        @Nullable String problem) {
    /**
     * Whether everything fits.
     *
     * @return true if no problem was found
     */
    public boolean isWhole() {
        return problem == null;
    }
}
