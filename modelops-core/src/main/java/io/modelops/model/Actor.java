package io.modelops.model;

/**
 * Who did something: a person, a service or a part of the library itself.
 *
 * @param name a name that readers of the history recognise; 1 to 128 characters, no control characters
 */
public record Actor(String name) {
    /** The library acting on its own, for example when a rollout advances. */
    public static final Actor SYSTEM = new Actor("modelops");

    /**
     * Checks and keeps a name.
     *
     * @param name a name that readers of the history recognise
     * @throws InvalidInputException if the name is blank, longer than 128 characters or holds control characters
     */
    public Actor {
        if (name.isBlank() || name.length() > 128 || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInputException("Actor " + Quoted.of(name)
                    + " is not allowed: expected 1 to 128 characters without control characters, such as \"ana\".");
        }
    }

    /**
     * Names an actor; reads well with a static import: {@code approve(candidate, by("ana"), "meets the target")}.
     *
     * @param name a name that readers of the history recognise
     * @return the actor
     * @throws InvalidInputException if the name is blank, longer than 128 characters or holds control characters
     */
    public static Actor by(String name) {
        return new Actor(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
