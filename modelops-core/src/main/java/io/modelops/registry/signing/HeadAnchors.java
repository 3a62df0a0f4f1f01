package io.modelops.registry.signing;

import io.modelops.model.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Anchors that were kept, each checked against the keys that an application trusts. Immutable.
 *
 * <pre>{@code
 * VerificationReport report = registry.verify(HeadAnchors.read(Path.of("/mnt/audit/anchors"), releaseKey));
 * }</pre>
 */
public final class HeadAnchors {
    private final List<HeadAnchor> anchors;

    private HeadAnchors(List<HeadAnchor> anchors) {
        this.anchors = anchors.stream()
                .sorted(Comparator.comparingLong(HeadAnchor::sequence))
                .toList();
    }

    /**
     * Checks anchors.
     *
     * @param lines what a sink was given, in any order
     * @param keys the keys that anchors may be signed with
     * @return the anchors
     * @throws InvalidInputException if there is none, which would prove nothing, or one is not what one of the keys signed
     */
    public static HeadAnchors of(List<String> lines, TrustedKey... keys) {
        if (lines.isEmpty()) {
            throw new InvalidInputException(
                    "No anchor was given, so nothing could be said of the log: give at least one.");
        }
        List<HeadAnchor> checked = new ArrayList<>();
        for (String line : lines) {
            HeadAnchor anchor = HeadAnchor.parse(line);
            boolean signed = false;
            for (TrustedKey key : keys) {
                signed |= anchor.isBy(key);
            }
            if (!signed) {
                throw new InvalidInputException("Anchor number " + (checked.size() + 1) + ", about entry "
                        + anchor.sequence() + ", is not signed with a trusted key: it was altered, or is by key "
                        + anchor.key() + ", which is not among the ones that were given.");
            }
            checked.add(anchor);
        }
        return new HeadAnchors(checked);
    }

    /**
     * Reads the anchors that an {@link AnchorFile} kept.
     *
     * @param file the file
     * @param keys the keys that anchors may be signed with
     * @return the anchors
     * @throws InvalidInputException as {@link #of} does, or if the file can't be read
     */
    public static HeadAnchors read(Path file, TrustedKey... keys) {
        return of(AnchorFile.lines(file), keys);
    }

    /**
     * The anchors.
     *
     * @return the anchors, in order of the entries they are about
     */
    public List<HeadAnchor> all() {
        return anchors;
    }

    /**
     * The anchor that covers most. What came after it can be cut off without a trace.
     *
     * @return the anchor about the newest entry
     */
    public HeadAnchor newest() {
        return anchors.get(anchors.size() - 1);
    }
}
