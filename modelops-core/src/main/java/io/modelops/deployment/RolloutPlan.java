package io.modelops.deployment;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a challenger is to replace the champion: stages of growing weight, guards that are asked all the time, and a
 * deadline.
 *
 * @param stages the stages in order
 * @param guards what is asked all the time; a failing one rolls back
 * @param minimumAnswers how many answers the challenger must have given, shadow answers included, before it may go on
 * @param deadline how long the whole rollout may take; then it is rolled back
 * @param actor who rolls out
 * @param reason why
 */
public record RolloutPlan(
        List<Stage> stages, List<Guard> guards, int minimumAnswers, Duration deadline, Actor actor, String reason) {
    /**
     * Copies and keeps the plan.
     *
     * @param stages the stages in order
     * @param guards what is asked all the time
     * @param minimumAnswers how many answers the challenger must have given before it may go on
     * @param deadline how long the whole rollout may take
     * @param actor who rolls out
     * @param reason why
     * @throws InvalidInputException if there is no stage
     */
    public RolloutPlan {
        stages = List.copyOf(stages);
        guards = List.copyOf(guards);
        if (stages.isEmpty()) {
            throw new InvalidInputException("A rollout needs a stage: call shadow(duration), canary(weights) or both.");
        }
    }

    /**
     * One stage.
     *
     * @param weight the share of requests that the challenger answers, 0 to 1; at 0 it answers copies of all of them
     * @param lasts how long the stage takes at least
     */
    public record Stage(double weight, Duration lasts) {
        /**
         * The stage in words.
         *
         * @return such as {@code shadow} or {@code canary 25 %}
         */
        public String description() {
            if (weight == 0) {
                return "shadow";
            }
            return "canary "
                    + new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(weight * 100)
                    + " %";
        }
    }

    /**
     * The plan in words.
     *
     * @return one line
     */
    public String description() {
        return stages.stream()
                        .map(stage -> stage.description() + " for " + readable(stage.lasts()))
                        .collect(Collectors.joining(", "))
                + "; guarded by " + guards.stream().map(Guard::name).collect(Collectors.joining(", "));
    }

    /** As people say it: {@code 10 d}, {@code 1 h 30 m}. */
    private static String readable(Duration duration) {
        String clock =
                duration.minusDays(duration.toDays()).toString().substring(2).toLowerCase(Locale.ROOT);
        String days = duration.toDays() > 0 ? duration.toDays() + " d " : "";
        boolean wholeDays = duration.toDays() > 0 && clock.equals("0s");
        return (days + (wholeDays ? "" : clock.replaceAll("(\\d)([hms])", "$1 $2 "))).strip();
    }

    /** Collects a plan. Not safe for use by several threads. */
    public static final class Builder {
        private static final Duration USUAL_STEP = Duration.ofMinutes(5);
        private static final int USUAL_MINIMUM = 30;
        private static final int DEADLINE_FACTOR = 3;

        private final List<Guard> guards = new ArrayList<>();
        private @Nullable Duration shadow;
        private double[] weights = {};
        private Duration every = USUAL_STEP;
        private int minimumAnswers = USUAL_MINIMUM;
        private @Nullable Duration deadline;
        private Actor actor = Actor.SYSTEM;
        private String reason = "";

        Builder() {}

        /**
         * Begins with a stage in which the challenger answers copies of all requests and nobody gets its answers.
         *
         * @param lasts how long the stage takes at least
         * @return this
         */
        public Builder shadow(Duration lasts) {
            shadow = lasts;
            return this;
        }

        /**
         * Gives the challenger growing shares of the requests.
         *
         * @param growingWeights the shares, each above 0 and at most 1, ascending
         * @return this
         * @throws InvalidInputException if the shares are not ascending within (0, 1]
         */
        public Builder canary(double... growingWeights) {
            double before = 0;
            for (double weight : growingWeights) {
                if (!(weight > before && weight <= 1)) {
                    throw new InvalidInputException(
                            "Canary weight " + weight + " after " + before
                                    + " is not allowed: expected growing shares above 0 and at most 1, such as 0.05, 0.25, 0.5.");
                }
                before = weight;
            }
            weights = growingWeights.clone();
            return this;
        }

        /**
         * Sets how long each canary stage takes at least.
         *
         * @param step the duration; 5 minutes by default
         * @return this
         */
        public Builder every(Duration step) {
            every = step;
            return this;
        }

        /**
         * Adds a guard. Without any, {@link Guards#errorRate()} is used.
         *
         * @param guard the guard
         * @return this
         */
        public Builder guard(Guard guard) {
            guards.add(guard);
            return this;
        }

        /**
         * Sets how many answers the challenger must have given before it may go on.
         *
         * @param answers 1 or more; 30 by default
         * @return this
         * @throws InvalidInputException if it is less than 1
         */
        public Builder minimumAnswers(int answers) {
            if (answers < 1) {
                throw new InvalidInputException("A rollout can't go on after " + answers
                        + " answers: expected 1 or more, because nothing passes for want of data.");
            }
            minimumAnswers = answers;
            return this;
        }

        /**
         * Sets how long the whole rollout may take.
         *
         * @param longest the duration; three times the sum of the stages by default
         * @return this
         */
        public Builder deadline(Duration longest) {
            deadline = longest;
            return this;
        }

        /**
         * Says who rolls out.
         *
         * @param who the actor; {@link Actor#SYSTEM} by default
         * @return this
         */
        public Builder by(Actor who) {
            actor = who;
            return this;
        }

        /**
         * Says why.
         *
         * @param why the reason, for the history
         * @return this
         */
        public Builder because(String why) {
            reason = why;
            return this;
        }

        RolloutPlan build() {
            List<Stage> stages = new ArrayList<>();
            if (shadow != null) {
                stages.add(new Stage(0, shadow));
            }
            for (double weight : weights) {
                stages.add(new Stage(weight, every));
            }
            Duration planned = stages.stream().map(Stage::lasts).reduce(Duration.ZERO, Duration::plus);
            return new RolloutPlan(
                    stages,
                    guards.isEmpty() ? List.of(Guards.errorRate()) : guards,
                    minimumAnswers,
                    deadline == null ? planned.multipliedBy(DEADLINE_FACTOR) : deadline,
                    actor,
                    reason);
        }
    }
}
