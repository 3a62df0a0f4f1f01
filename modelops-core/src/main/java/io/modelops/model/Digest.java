package io.modelops.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest: the identity of a piece of content.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {
    private static final int LENGTH = 64;
    private static final String PREFIX = "sha256:";

    /**
     * Checks and keeps a digest.
     *
     * @param hex 64 lower-case hexadecimal digits
     * @throws InvalidInputException if it is anything else
     */
    public Digest {
        if (!isAllowed(hex)) {
            throw new InvalidInputException(
                    "Digest " + Quoted.of(hex) + " is not SHA-256: expected 64 lower-case hexadecimal digits.");
        }
    }

    /**
     * Computes the digest of some bytes.
     *
     * @param content the bytes
     * @return their SHA-256
     */
    public static Digest of(byte[] content) {
        return new Digest(HexFormat.of().formatHex(algorithm().digest(content)));
    }

    /**
     * Computes the digest of a text's UTF-8 form.
     *
     * @param text the text
     * @return its SHA-256
     */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Finishes a running computation.
     *
     * @param computation a computation started with {@link #algorithm()}; it is reset
     * @return the digest of all that was fed to it
     */
    public static Digest finish(MessageDigest computation) {
        return new Digest(HexFormat.of().formatHex(computation.digest()));
    }

    /**
     * Reads a digest from {@code sha256:hex} or bare hex.
     *
     * @param text the written form
     * @return the digest
     * @throws InvalidInputException if it is not a SHA-256 digest
     */
    public static Digest parse(String text) {
        return new Digest(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
    }

    /**
     * Starts a computation to be fed piece by piece.
     *
     * @return a new SHA-256 computation, not safe for use by several threads
     */
    public static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    // No regular expression: opening a long log makes hundreds of thousands of digests.
    private static boolean isAllowed(String hex) {
        if (hex.length() != LENGTH) {
            return false;
        }
        for (int index = 0; index < LENGTH; index++) {
            char digit = hex.charAt(index);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
