package io.modelops.spi;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * One entry of a {@link SummaryStore}: what a node says about a topic and a window of time. Topic, window and node are its
 * key. Immutable; the bytes are copied.
 *
 * @param topic what it is about, 1 to {@value #LONGEST_NAME} characters without control characters
 * @param node who says it, 1 to {@value #LONGEST_NAME} characters without control characters
 * @param window when the window begins, cut to milliseconds, from 1970 to the year 9999
 * @param data what is said, at most {@value #LARGEST} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, and compared by content
public record StoredSummary(String topic, String node, Instant window, byte[] data) {
    /** The greatest allowed number of bytes. */
    public static final int LARGEST = 1 << 20;

    /** The greatest allowed number of characters of a topic or a node. */
    public static final int LONGEST_NAME = 200;

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /**
     * Checks and keeps the entry.
     *
     * @param topic what it is about
     * @param node who says it
     * @param window when the window begins
     * @param data what is said
     * @throws InvalidInputException if a name is empty, too long, or has characters that are not allowed, the window is out
     *     of its range, or there are too many bytes
     */
    public StoredSummary {
        requireName("topic", topic);
        requireName("node", node);
        if (window.isBefore(Instant.EPOCH) || window.isAfter(LAST)) {
            throw new InvalidInputException(
                    "Summary of window " + window + " is not allowed: expected a time from 1970 to the year 9999.");
        }
        window = window.truncatedTo(ChronoUnit.MILLIS);
        if (data.length > LARGEST) {
            throw new InvalidInputException("Summary of topic " + Quoted.of(topic) + " has " + data.length
                    + " bytes: expected at most " + LARGEST + ". Watch fewer features, or use coarser bins.");
        }
        data = data.clone();
    }

    /**
     * What is said.
     *
     * @return a copy of the bytes
     */
    @Override
    public byte[] data() {
        return data.clone();
    }

    /**
     * How many bytes it has.
     *
     * @return the number, 0 or more
     */
    public int size() {
        return data.length;
    }

    /**
     * Whether another entry has the same key.
     *
     * @param other another entry
     * @return true if topic, node and window are the same
     */
    public boolean hasKeyOf(StoredSummary other) {
        return topic.equals(other.topic) && node.equals(other.node) && window.equals(other.window);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredSummary that && hasKeyOf(that) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + node.hashCode()) + window.hashCode();
    }

    @Override
    public String toString() {
        return "summary of " + Quoted.of(topic) + " by " + Quoted.of(node) + " for " + window + " (" + data.length
                + " bytes)";
    }

    private static void requireName(String what, String name) {
        boolean allowed = !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.codePoints().noneMatch(StoredSummary::isNotAllowed);
        if (!allowed) {
            throw new InvalidInputException("Summary has " + what + " " + Quoted.of(name) + ": expected 1 to "
                    + LONGEST_NAME + " characters, none of them a control character or half of one.");
        }
    }

    private static boolean isNotAllowed(int character) {
        return Character.isISOControl(character)
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }
}
