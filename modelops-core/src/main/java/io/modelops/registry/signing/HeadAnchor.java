package io.modelops.registry.signing;

import io.modelops.event.LogEntry;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.registry.signing.internal.AnchorLine;
import io.modelops.spi.ModelSigner;
import java.time.Instant;

/**
 * A signed statement that a registry's log had a certain entry. Each entry names the digest of the one before it, so the
 * statement covers all entries up to that one. Kept where a writer of the registry can't reach it, it lets
 * {@link io.modelops.registry.ModelRegistry#verify(HeadAnchors)} find a log that was cut off before the entry, or written
 * anew as a whole.
 *
 * @param registry which registry: the digest of the first entry of its log, which no other registry has
 * @param sequence the number of the entry
 * @param head the digest of the entry
 * @param at when the statement was made
 * @param key the {@linkplain TrustedKey#id() id} of the key that signed it
 * @param signature the signature, ECDSA in DER form as Base64
 */
public record HeadAnchor(Digest registry, long sequence, Digest head, Instant at, Digest key, String signature) {
    /**
     * Checks and keeps a statement.
     *
     * @param registry which registry
     * @param sequence the number of the entry
     * @param head the digest of the entry
     * @param at when the statement was made
     * @param key the id of the key
     * @param signature the signature as Base64
     * @throws InvalidInputException if the number is less than 1
     */
    public HeadAnchor {
        if (sequence < 1) {
            throw new InvalidInputException("An anchor is about entry " + sequence + ": the first one has number 1.");
        }
    }

    /**
     * Makes a statement.
     *
     * @param registry the digest of the first entry of the log
     * @param entry the newest entry
     * @param at the time
     * @param signer signs it
     * @return the statement
     * @throws InvalidInputException if the signer's key is of a kind that can't be used, or its signature does not verify
     *     with it
     */
    public static HeadAnchor sign(Digest registry, LogEntry entry, Instant at, ModelSigner signer) {
        return AnchorLine.sign(registry, entry, at, signer);
    }

    /**
     * Reads a statement. Whether it is by anybody in particular is not looked at.
     *
     * @param line what {@link #line()} gave
     * @return the statement
     * @throws InvalidInputException if it is anything else, down to the last character
     */
    public static HeadAnchor parse(String line) {
        HeadAnchor anchor = AnchorLine.read(line);
        if (!anchor.line().equals(line)) {
            throw new InvalidInputException(
                    "Anchor " + Quoted.of(line) + " is not in the form in which anchors are written: it was altered.");
        }
        return anchor;
    }

    /**
     * Writes it.
     *
     * @return one line of JSON, in ASCII and without an end
     */
    public String line() {
        return AnchorLine.write(this);
    }

    /**
     * Whether it is by a key.
     *
     * @param trusted the key
     * @return true if the signature verifies with it
     */
    public boolean isBy(TrustedKey trusted) {
        return AnchorLine.verifies(this, trusted);
    }
}
