package io.modelops.deployment;

import io.modelops.deployment.internal.GuardText;
import io.modelops.deployment.internal.ThompsonGuard;
import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a challenger is to replace the champion: stages of growing weight, guards that are asked all the time, and a
 * deadline. The plan is kept in words in the registry's log, from which any process can read it again.
 *
 * @param stages the stages in order
 * @param guards what is asked all the time; a failing one rolls back
 * @param minimumAnswers how many answers each version must have given, shadow answers included, before the challenger may
 *     go on
 * @param deadline how long the whole rollout may take, pauses not counted; then it is rolled back
 * @param isSplitChecked whether the rollout holds while the requests are shown to be split otherwise than planned
 * @param actor who rolls out
 * @param reason why
 */
public record RolloutPlan(
        List<Stage> stages,
        List<Guard> guards,
        int minimumAnswers,
        Duration deadline,
        boolean isSplitChecked,
        Actor actor,
        String reason) {
    /** The probability with which all guards together may roll back a challenger that is no worse. */
    static final double ALPHA = 0.05;

    /**
     * Copies and keeps the plan.
     *
     * @param stages the stages in order
     * @param guards what is asked all the time
     * @param minimumAnswers how many answers each version must have given before the challenger may go on
     * @param deadline how long the whole rollout may take
     * @param isSplitChecked whether the rollout holds while the requests are split otherwise than planned
     * @param actor who rolls out
     * @param reason why
     * @throws InvalidInputException if there is no stage, a guard's name has a comma, semicolon or line break or is used
     *     twice, or there is a bandit without a guard that decides it
     */
    public RolloutPlan {
        stages = List.copyOf(stages);
        guards = List.copyOf(guards);
        if (stages.isEmpty()) {
            throw new InvalidInputException("A rollout needs a stage: call shadow(duration), canary(weights) or both.");
        }
        Set<String> names = new HashSet<>();
        for (Guard guard : guards) {
            String name = guard.name();
            boolean plain = !name.isBlank()
                    && name.equals(name.strip())
                    && name.chars().noneMatch(letter -> letter == ',' || letter == ';' || letter < ' ');
            if (!plain || !names.add(name)) {
                throw new InvalidInputException(
                        "Guard \"" + name + "\" can't be part of a rollout: expected a name of its"
                                + " own without commas, semicolons and line breaks, because the log tells guards by their names.");
            }
        }
    }

    /** What a stage is for. */
    public enum Kind {
        /** The challenger answers copies of all requests, and nobody gets its answers. */
        SHADOW("shadow"),
        /** The challenger answers a share of the requests. */
        CANARY("canary"),
        /** The challenger answers all requests, and the champion copies of them, ready to answer again at once. */
        BLUE_GREEN("blue/green"),
        /** Both answer fixed shares of the requests until a fixed number of outcomes is known. */
        AB_TEST("A/B test"),
        /** The challenger answers as great a share of the requests as it is likely to be the better one. */
        BANDIT("bandit");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * One stage.
     *
     * @param kind what it is for
     * @param weight the share of requests that the challenger answers, 0 to 1; for a bandit the least share of each version
     * @param lasts how long the stage takes at least
     * @param answers how many answers the challenger gives in this stage at least, 0 or more
     * @param isApproved whether the rollout leaves the stage only after somebody has approved the challenger in the registry
     */
    public record Stage(Kind kind, double weight, Duration lasts, int answers, boolean isApproved) {
        /**
         * A stage that only takes its time.
         *
         * @param weight the share of requests that the challenger answers, 0 to 1; at 0 it answers copies of all of them
         * @param lasts how long the stage takes at least
         */
        public Stage(double weight, Duration lasts) {
            this(weight == 0 ? Kind.SHADOW : Kind.CANARY, weight, lasts, 0, false);
        }

        /**
         * The stage in words.
         *
         * @return such as {@code shadow} or {@code canary 25 %}
         */
        public String description() {
            return switch (kind) {
                case SHADOW, BLUE_GREEN -> kind.words;
                case CANARY, AB_TEST, BANDIT -> kind.words + " " + GuardText.percent(weight);
            };
        }
    }

    /**
     * The plan in words, as the log keeps it.
     *
     * @return one line
     */
    public String description() {
        return PlanText.of(this);
    }

    /** The probability with which one of the guards may be wrong. */
    double alphaOfEach() {
        return ALPHA / Math.max(1, guards.size());
    }

    @Nullable
    ThompsonGuard bandit() {
        return guards.stream()
                .filter(ThompsonGuard.class::isInstance)
                .map(ThompsonGuard.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** Collects a plan. Not safe for use by several threads. */
    public static final class Builder {
        private static final Duration USUAL_STEP = Duration.ofMinutes(5);
        private static final Duration USUAL_DEADLINE = Duration.ofDays(1);
        private static final int USUAL_MINIMUM = 30;
        private static final int DEADLINE_FACTOR = 3;
        private static final double MOST_FLOOR = 0.5;

        private final List<Stage> stages = new ArrayList<>();
        private final List<Guard> guards = new ArrayList<>();
        private double lastWeight;
        private Duration every = USUAL_STEP;
        private int everyAnswers;
        private int minimumAnswers = USUAL_MINIMUM;
        private @Nullable Duration deadline;
        private boolean splitChecked = true;
        private Actor actor = Actor.SYSTEM;
        private String reason = "";

        Builder() {}

        /**
         * Adds a stage in which the challenger answers copies of all requests and nobody gets its answers.
         *
         * @param lasts how long the stage takes at least
         * @return this
         */
        public Builder shadow(Duration lasts) {
            stages.add(new Stage(Kind.SHADOW, 0, notNegative("shadow stage", lasts), 0, false));
            return this;
        }

        /**
         * Adds stages that give the challenger growing shares of the requests.
         *
         * @param growingWeights the shares, each above 0 and at most 1, ascending
         * @return this
         * @throws InvalidInputException if the shares are not ascending within (0, 1]
         */
        public Builder canary(double... growingWeights) {
            for (double weight : growingWeights) {
                if (!(weight > lastWeight && weight <= 1)) {
                    throw new InvalidInputException(
                            "Canary weight " + weight + " after " + lastWeight
                                    + " is not allowed: expected growing shares above 0 and at most 1, such as 0.05, 0.25, 0.5.");
                }
                lastWeight = weight;
                stages.add(new Stage(Kind.CANARY, weight, Duration.ZERO, 0, false));
            }
            return this;
        }

        /**
         * Sets how long each canary stage takes at least.
         *
         * @param step the duration; 5 minutes by default
         * @return this
         */
        public Builder every(Duration step) {
            every = notNegative("canary stage", step);
            return this;
        }

        /**
         * Sets how many answers the challenger gives in each canary stage at least, besides the time it takes.
         *
         * @param answers 0 or more; 0 by default
         * @return this
         * @throws InvalidInputException if it is less than 0
         */
        public Builder everyAnswers(int answers) {
            if (answers < 0) {
                throw new InvalidInputException(
                        "A canary stage can't take " + answers + " answers: expected 0 or more.");
            }
            everyAnswers = answers;
            return this;
        }

        /**
         * Adds a stage that gives all requests to the challenger at once, while the champion answers copies of them to be
         * compared with, and is back at once if a guard fails or somebody aborts.
         *
         * @param baking how long the stage takes at least
         * @return this
         */
        public Builder blueGreen(Duration baking) {
            stages.add(new Stage(Kind.BLUE_GREEN, 1, notNegative("blue/green stage", baking), 0, false));
            return this;
        }

        /**
         * Adds an A/B test with a fixed horizon.
         *
         * @param weight the share of requests that the challenger answers, above 0 and below 1
         * @param horizon decides it, such as {@link Guards#betterAfter}; it is added to the guards
         * @return this
         * @throws InvalidInputException if the weight is not above 0 and below 1
         */
        public Builder abTest(double weight, Guard horizon) {
            if (!(weight > 0 && weight < 1)) {
                throw new InvalidInputException("An A/B test can't give " + weight
                        + " of the requests to the challenger: expected a share above 0"
                        + " and below 1, such as 0.5.");
            }
            stages.add(new Stage(Kind.AB_TEST, weight, Duration.ZERO, 0, false));
            guards.add(horizon);
            return this;
        }

        /**
         * Adds rounds of a Thompson bandit. In each round the challenger gets as great a share of the requests as it is
         * likely to have the greater reward by what is known at its beginning. The share of each round is an entry in the
         * log, so the propensity of every prediction is known afterwards, and all processes share it.
         *
         * @param rounds how many rounds there are at least, 1 or more
         * @param round how long each takes at least
         * @param floor the least share of either version, above 0 and at most 0.5
         * @param reward decides it: {@link Guards#thompson}; it is added to the guards
         * @return this
         * @throws InvalidInputException if an argument is out of its range, or the guard is another one
         */
        public Builder bandit(int rounds, Duration round, double floor, Guard reward) {
            if (rounds < 1 || !(floor > 0 && floor <= MOST_FLOOR) || !(reward instanceof ThompsonGuard)) {
                throw new InvalidInputException("A bandit of " + rounds + " rounds with a floor of " + floor
                        + " by guard " + reward.name()
                        + " is not possible: expected 1 round or more, a floor above 0 and at"
                        + " most 0.5, and a guard made by Guards.thompson.");
            }
            for (int number = 0; number < rounds; number++) {
                stages.add(new Stage(Kind.BANDIT, floor, notNegative("bandit's round", round), 0, false));
            }
            guards.add(reward);
            return this;
        }

        /**
         * Lets the rollout leave the stage that was added last only after somebody has approved the challenger with
         * {@code registry.approve} since the stage began.
         *
         * @return this
         * @throws InvalidInputException if there is no stage yet
         */
        public Builder approval() {
            if (stages.isEmpty()) {
                throw new InvalidInputException(
                        "There is no stage yet that could wait for an approval: call shadow or canary before.");
            }
            int last = stages.size() - 1;
            Stage waiting = stages.get(last);
            stages.set(last, new Stage(waiting.kind(), waiting.weight(), waiting.lasts(), waiting.answers(), true));
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
         * Sets how many answers each version must have given before the challenger may go on.
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
         * Leaves out the check that requests are split as planned. For callers whose keys ask very unequally often: then
         * the share of keys is as planned and that of requests is not.
         *
         * @return this
         */
        public Builder withoutSplitCheck() {
            splitChecked = false;
            return this;
        }

        /**
         * Sets how long the whole rollout may take, pauses not counted.
         *
         * @param longest the duration; three times the sum of the stages by default, or a day if that is nothing
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
            List<Stage> timed = stages.stream()
                    .map(stage -> stage.kind() == Kind.CANARY
                            ? new Stage(stage.kind(), stage.weight(), every, everyAnswers, stage.isApproved())
                            : stage)
                    .toList();
            Duration planned = timed.stream().map(Stage::lasts).reduce(Duration.ZERO, Duration::plus);
            Duration usual = planned.isZero() ? USUAL_DEADLINE : planned.multipliedBy(DEADLINE_FACTOR);
            return new RolloutPlan(
                    timed,
                    guards.isEmpty() ? List.of(Guards.errorRate()) : guards,
                    minimumAnswers,
                    deadline == null ? usual : deadline,
                    splitChecked,
                    actor,
                    reason);
        }

        private static Duration notNegative(String what, Duration lasts) {
            if (lasts.isNegative()) {
                throw new InvalidInputException("A " + what + " can't take " + lasts + ": expected 0 or more.");
            }
            return lasts;
        }
    }
}
