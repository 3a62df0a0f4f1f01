package io.modelops.spi;

import io.modelops.model.InvalidInputException;

/**
 * What an {@link AccessPolicy} says.
 *
 * @param allowed whether it may be done
 * @param why why not; blank if it may
 * @param ask who could do or allow it, such as {@code the platform team}; blank if it may be done
 */
public record AccessDecision(boolean allowed, String why, String ask) {
    private static final AccessDecision ALLOWED = new AccessDecision(true, "", "");

    /**
     * Checks and keeps a decision.
     *
     * @param allowed whether it may be done
     * @param why why not
     * @param ask who could do or allow it
     * @throws InvalidInputException if it may not be done and one of the texts is blank
     */
    public AccessDecision {
        if (!allowed && (why.isBlank() || ask.isBlank())) {
            throw new InvalidInputException(
                    "An access policy denied something without saying why or whom to ask: say both.");
        }
    }

    /**
     * Allows it.
     *
     * @return the decision
     */
    public static AccessDecision allow() {
        return ALLOWED;
    }

    /**
     * Denies it.
     *
     * @param why why not, as the end of a sentence
     * @param ask who could do or allow it
     * @return the decision
     * @throws InvalidInputException if one of the texts is blank
     */
    public static AccessDecision deny(String why, String ask) {
        return new AccessDecision(false, why, ask);
    }
}
