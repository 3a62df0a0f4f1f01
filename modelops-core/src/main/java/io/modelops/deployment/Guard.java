package io.modelops.deployment;

import io.modelops.model.Verdict;

/**
 * A condition under which a rollout may go on: an immutable value that looks at what champion and challenger did over the
 * same period. It is asked again and again, so its statistics must be valid however often one looks.
 */
public interface Guard {
    /**
     * The condition in words.
     *
     * @return a short name, such as {@code error rate}
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
     * What a guard came to.
     *
     * @param verdict whether the rollout may go on
     * @param finding one sentence: what was measured, against what
     */
    record Judgement(Verdict verdict, String finding) {}
}
