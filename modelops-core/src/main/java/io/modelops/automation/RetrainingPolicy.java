package io.modelops.automation;

import io.modelops.deployment.RolloutPlan;
import io.modelops.model.Alert;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Severity;
import io.modelops.spi.Trainer;
import io.modelops.validation.Validator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When and how a model is retrained.
 *
 * @param trigger which alerts call for it
 * @param trainer trains the new version
 * @param validator decides whether it is good enough to be tried
 * @param plan how it is rolled out
 * @param knownBefore labelled examples from before the deployment, oldest first
 * @param trainingWindow how many examples to learn from at most, the latest ones
 * @param minimumTraining how many examples to learn from at least
 * @param holdout how many of the latest examples to keep back for validation
 * @param coolDown how long to wait after a retraining began before the next may begin
 * @param seed the seed of the first retraining; each has its own
 * @param executor runs retrainings
 * @param progress is told the share of a training that is done, 0 to 1
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public record RetrainingPolicy<I, O>(
        Predicate<? super Alert> trigger,
        Trainer<I, O> trainer,
        Validator<I, O> validator,
        Consumer<? super RolloutPlan.Builder> plan,
        List<Example<I, O>> knownBefore,
        int trainingWindow,
        int minimumTraining,
        int holdout,
        Duration coolDown,
        long seed,
        Executor executor,
        DoubleConsumer progress) {
    /**
     * Copies and keeps the policy.
     *
     * @param trigger which alerts call for it
     * @param trainer trains the new version
     * @param validator decides whether it is good enough to be tried
     * @param plan how it is rolled out
     * @param knownBefore labelled examples from before the deployment
     * @param trainingWindow how many examples to learn from at most
     * @param minimumTraining how many examples to learn from at least
     * @param holdout how many of the latest examples to keep back
     * @param coolDown how long to wait before the next
     * @param seed the seed of the first retraining
     * @param executor runs retrainings
     * @param progress is told the share that is done
     */
    public RetrainingPolicy {
        knownBefore = List.copyOf(knownBefore);
    }

    /**
     * Collects a policy. Not safe for use by several threads.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     */
    public static final class Builder<I, O> {
        private Predicate<? super Alert> trigger = alert -> alert.severity().atLeast(Severity.WARNING);
        private @Nullable Trainer<I, O> trainer;
        private @Nullable Validator<I, O> validator;
        private Consumer<? super RolloutPlan.Builder> plan = usual ->
                usual.shadow(Duration.ofMinutes(10)).canary(0.05, 0.25, 0.5).every(Duration.ofMinutes(5));
        private List<Example<I, O>> knownBefore = List.of();
        private int trainingWindow = Integer.MAX_VALUE;
        private int minimumTraining = 100;
        private int holdout = 100;
        private Duration coolDown = Duration.ofHours(6);
        private long seed = 1;
        private Executor executor;
        private DoubleConsumer progress = share -> {};

        /**
         * Starts a policy.
         *
         * @param executor runs retrainings unless another one is set
         */
        public Builder(Executor executor) {
            this.executor = executor;
        }

        /**
         * Says which alerts call for a retraining.
         *
         * @param condition the condition; {@link Severity#WARNING} or worse by default
         * @return this
         */
        public Builder<I, O> on(Predicate<? super Alert> condition) {
            trigger = condition;
            return this;
        }

        /**
         * Says who trains.
         *
         * @param who the trainer
         * @return this
         */
        public Builder<I, O> retrainWith(Trainer<I, O> who) {
            trainer = who;
            return this;
        }

        /**
         * Says what a new version must meet before it is tried.
         *
         * @param gate the validator
         * @return this
         */
        public Builder<I, O> validateWith(Validator<I, O> gate) {
            validator = gate;
            return this;
        }

        /**
         * Says how a new version is rolled out.
         *
         * @param stages fills in the plan; by default a shadow for 10 minutes, then 5 %, 25 % and 50 % for 5 minutes each
         * @return this
         */
        public Builder<I, O> rollOut(Consumer<? super RolloutPlan.Builder> stages) {
            plan = stages;
            return this;
        }

        /**
         * Gives labelled examples from before the deployment.
         *
         * @param examples the examples, oldest first
         * @return this
         */
        public Builder<I, O> knownBefore(List<Example<I, O>> examples) {
            knownBefore = examples;
            return this;
        }

        /**
         * Says how many examples to learn from.
         *
         * @param atLeast fewer are an error, 1 or more; 100 by default
         * @param atMost the latest so many are taken; all by default
         * @return this
         * @throws InvalidInputException if the numbers make no sense
         */
        public Builder<I, O> trainOn(int atLeast, int atMost) {
            if (atLeast < 1 || atMost < atLeast) {
                throw new InvalidInputException("A training on " + atLeast + " to " + atMost
                        + " examples makes no sense: expected 1 or more, and no fewer at most than at least.");
            }
            minimumTraining = atLeast;
            trainingWindow = atMost;
            return this;
        }

        /**
         * Says how many of the latest examples to keep back for validation.
         *
         * @param examples 1 or more; 100 by default
         * @return this
         * @throws InvalidInputException if it is less than 1
         */
        public Builder<I, O> holdOutLatest(int examples) {
            if (examples < 1) {
                throw new InvalidInputException(
                        "A holdout of " + examples + " examples proves nothing: expected 1 or more.");
            }
            holdout = examples;
            return this;
        }

        /**
         * Says how long to wait after a retraining began before the next may begin.
         *
         * @param wait the duration; 6 hours by default
         * @return this
         */
        public Builder<I, O> coolDown(Duration wait) {
            coolDown = wait;
            return this;
        }

        /**
         * Sets the seed that every retraining's own seed is made from.
         *
         * @param first the seed; 1 by default
         * @return this
         */
        public Builder<I, O> seed(long first) {
            seed = first;
            return this;
        }

        /**
         * Sets what runs retrainings.
         *
         * @param runner the executor; a daemon thread by default
         * @return this
         */
        public Builder<I, O> executor(Executor runner) {
            executor = runner;
            return this;
        }

        /**
         * Watches the progress of trainings.
         *
         * @param listener is told the share that is done, 0 to 1
         * @return this
         */
        public Builder<I, O> progress(DoubleConsumer listener) {
            progress = listener;
            return this;
        }

        /**
         * Finishes the policy.
         *
         * @return the policy
         * @throws InvalidInputException if the trainer or the validator is missing
         */
        public RetrainingPolicy<I, O> build() {
            if (trainer == null || validator == null) {
                throw new InvalidInputException(
                        "A retraining needs a trainer and a validator: call retrainWith(trainer) "
                                + "and validateWith(validator), so that no model goes live unexamined.");
            }
            return new RetrainingPolicy<>(
                    trigger,
                    trainer,
                    validator,
                    plan,
                    knownBefore,
                    trainingWindow,
                    minimumTraining,
                    holdout,
                    coolDown,
                    seed,
                    executor,
                    progress);
        }
    }
}
