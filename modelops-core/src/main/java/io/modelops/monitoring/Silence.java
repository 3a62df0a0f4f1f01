package io.modelops.monitoring;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import java.time.Instant;

/**
 * A time in which findings raise no alert, such as a planned change. What still lasts when it ends is alerted then.
 * Immutable.
 *
 * @param id what to end it by
 * @param monitor the names of the monitors it is about; {@code *} stands for any number of characters
 * @param subject the subjects it is about; {@code *} stands for any number of characters
 * @param from when it begins
 * @param until when it ends; it does not hold at that time any more
 * @param by who asked for it
 * @param reason why
 */
public record Silence(String id, String monitor, String subject, Instant from, Instant until, Actor by, String reason) {
    /**
     * Checks and keeps the silence.
     *
     * @param id what to end it by
     * @param monitor the names of the monitors it is about
     * @param subject the subjects it is about
     * @param from when it begins
     * @param until when it ends
     * @param by who asked for it
     * @param reason why
     * @throws InvalidInputException if a pattern or the reason is empty, or the end is not after the beginning
     */
    public Silence {
        if (monitor.isEmpty() || subject.isEmpty()) {
            throw new InvalidInputException(
                    "A silence needs a pattern for monitors and one for subjects: expected a name, or * for all.");
        }
        if (reason.isBlank()) {
            throw new InvalidInputException("A silence needs a reason: expected some words for whoever finds it.");
        }
        if (!until.isAfter(from)) {
            throw new InvalidInputException(
                    "A silence from " + from + " until " + until + " is none: expected an end after its beginning.");
        }
    }

    /**
     * Whether this holds back alerts about something.
     *
     * @param monitorName the name of a monitor
     * @param subjectName one of its subjects
     * @param now the time
     * @return true if both patterns match, and it has begun and not ended
     */
    public boolean covers(String monitorName, String subjectName, Instant now) {
        return !now.isBefore(from)
                && now.isBefore(until)
                && matches(monitor, monitorName)
                && matches(subject, subjectName);
    }

    /** Goes back to the latest star only, so that no pattern takes longer than the product of both lengths. */
    private static boolean matches(String pattern, String text) {
        int star = -1;
        int resume = 0;
        int at = 0;
        int position = 0;
        while (position < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = position;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(position)) {
                at++;
                position++;
            } else if (star >= 0) {
                at = star + 1;
                position = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
