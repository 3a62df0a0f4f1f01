package io.modelops.registry;

import io.modelops.model.InvalidInputException;

/**
 * What a version needs before a protected alias may move to it.
 *
 * @param approvals how many people other than the one who registered the version must have approved it, 0 to 100
 * @param validation whether its newest validation must have passed
 */
public record AliasProtection(int approvals, boolean validation) {
    /** Nothing: the alias is not protected. */
    public static final AliasProtection NONE = new AliasProtection(0, false);

    private static final int MOST = 100;

    /**
     * Checks and keeps a protection.
     *
     * @param approvals how many people other than the one who registered the version must have approved it
     * @param validation whether its newest validation must have passed
     * @throws InvalidInputException if the number of approvals is not 0 to 100
     */
    public AliasProtection {
        if (approvals < 0 || approvals > MOST) {
            throw new InvalidInputException(
                    "A protection by " + approvals + " approvals is not allowed: expected 0 to " + MOST + ".");
        }
    }

    /**
     * Asks for approvals.
     *
     * @param people how many different people
     * @return a protection that asks for nothing else
     * @throws InvalidInputException if the number is not 0 to 100
     */
    public static AliasProtection approvals(int people) {
        return new AliasProtection(people, false);
    }

    /**
     * Asks for a validation that passed.
     *
     * @return a protection that asks for it too
     */
    public AliasProtection andPassedValidation() {
        return new AliasProtection(approvals, true);
    }

    /**
     * Whether something that a version needs now would not be needed any more.
     *
     * @param present what a version needs now
     * @return true if this asks for fewer approvals, or no longer for a validation
     */
    public boolean isLooserThan(AliasProtection present) {
        return approvals < present.approvals || (present.validation && !validation);
    }
}
