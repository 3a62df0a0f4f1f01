package io.modelops.spi;

import io.modelops.model.InvalidInputException;
import java.time.Duration;

/**
 * What a clean-up of content may do. Content goes in two stages: first to a trash, where a mistake can be taken back, and
 * from there for good.
 *
 * @param removes whether to remove; if not, it is a dry run
 * @param grace how old content that nothing refers to must be before it goes to the trash, and how old a file that a
 *     crashed writer left must be before it is removed; not negative
 * @param trash how long content stays in the trash; not negative
 */
public record GarbagePlan(boolean removes, Duration grace, Duration trash) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    /**
     * Checks and keeps a plan.
     *
     * @param removes whether to remove; if not, it is a dry run
     * @param grace how old content that nothing refers to must be
     * @param trash how long content stays in the trash
     * @throws InvalidInputException if a duration is negative
     */
    public GarbagePlan {
        requireNotNegative("grace period", grace);
        requireNotNegative("time in the trash", trash);
    }

    /**
     * Looks only.
     *
     * @return a plan with a grace period of 24 hours and 7 days in the trash
     */
    public static GarbagePlan dryRun() {
        return new GarbagePlan(false, DAY, WEEK);
    }

    /**
     * Removes.
     *
     * @return a plan with a grace period of 24 hours and 7 days in the trash
     */
    public static GarbagePlan removing() {
        return new GarbagePlan(true, DAY, WEEK);
    }

    /**
     * Sets how old content must be.
     *
     * @param age the grace period
     * @return a plan that is the same otherwise
     * @throws InvalidInputException if it is negative
     */
    public GarbagePlan olderThan(Duration age) {
        return new GarbagePlan(removes, age, trash);
    }

    /**
     * Sets how long content stays in the trash.
     *
     * @param time the time
     * @return a plan that is the same otherwise
     * @throws InvalidInputException if it is negative
     */
    public GarbagePlan keepingTrashFor(Duration time) {
        return new GarbagePlan(removes, grace, time);
    }

    private static void requireNotNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new InvalidInputException(
                    "A " + what + " of " + duration + " is not allowed: expected zero or more, such as PT24H.");
        }
    }
}
