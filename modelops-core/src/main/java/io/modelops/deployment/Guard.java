package io.modelops.deployment;

import io.modelops.model.Verdict;
import io.modelops.spi.Observation;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A condition under which a rollout may go on: an immutable value that looks at what champion and challenger did over the
 * same period. It is asked again and again, so its statistics must be valid however often one looks.
 */
public interface Guard {
    /**
     * The condition in words. The rollout's plan in the registry's log names its guards by it, so it says all that
     * distinguishes this guard from others.
     *
     * @return a short name, such as {@code error rate}, without commas and semicolons
     */
    String name();

    /**
     * Judges the challenger.
     *
     * @param evidence what both versions did since the rollout began
     * @return {@link Verdict#FAIL} rolls back at once, {@link Verdict#INCONCLUSIVE} holds the rollout where it is
     */
    Judgement judge(RolloutEvidence evidence);

    /**
     * What has to be measured for this guard, besides what every rollout measures.
     *
     * @return the measure, whose values {@link RolloutEvidence#measured} gives; empty by default
     */
    default Optional<Measure> measure() {
        return Optional.empty();
    }

    /**
     * Whether only the last step, the promotion, waits for this guard to pass. It rolls back at any time.
     *
     * @return false by default
     */
    default boolean isForPromotionOnly() {
        return false;
    }

    /**
     * What a guard came to.
     *
     * @param verdict whether the rollout may go on
     * @param finding one sentence: what was measured, against what
     */
    record Judgement(Verdict verdict, String finding) {}

    /** Something to be measured during a rollout. Its functions are called by one thread at a time. */
    sealed interface Measure {
        /**
         * A number for each answer.
         *
         * @param value the number; {@code NaN} if the answer does not count
         * @param most how many values of each version count, the first ones
         */
        record OfAnswer(ToDoubleFunction<? super Observation<?, ?>> value, long most) implements Measure {}

        /**
         * A number for each answer whose true outcome has become known.
         *
         * @param value the number, of the answer and the true outcome as numbers; {@code NaN} if it does not count
         * @param most how many values of each version count, the first ones
         */
        record OfLabel(DoubleBinaryOperator value, long most) implements Measure {}

        /**
         * A number for each request that both versions answered.
         *
         * @param value the number, of the champion's and the challenger's answer
         */
        record OfBothAnswers(ToDoubleBiFunction<Object, Object> value) implements Measure {}
    }
}
