package io.modelops.registry;

import io.modelops.model.InvalidInputException;

/**
 * What a repair of a damaged log may do.
 *
 * @param repairs whether to repair; if not, it is a dry run
 * @param reason why, for the history; not blank if it repairs
 */
public record RepairPlan(boolean repairs, String reason) {
    /**
     * Checks and keeps a plan.
     *
     * @param repairs whether to repair; if not, it is a dry run
     * @param reason why, for the history
     * @throws InvalidInputException if it repairs and the reason is blank
     */
    public RepairPlan {
        if (repairs && reason.isBlank()) {
            throw new InvalidInputException(
                    "A repair gives up entries of the log: say why, for the readers of its history.");
        }
    }

    /**
     * Looks only.
     *
     * @return the plan
     */
    public static RepairPlan dryRun() {
        return new RepairPlan(false, "");
    }

    /**
     * Repairs.
     *
     * @param reason why, for the history
     * @return the plan
     * @throws InvalidInputException if the reason is blank
     */
    public static RepairPlan repairing(String reason) {
        return new RepairPlan(true, reason);
    }
}
