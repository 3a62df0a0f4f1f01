package io.modelops.deployment.internal;

import io.modelops.deployment.Guard;
import io.modelops.deployment.RolloutEvidence;
import io.modelops.deployment.RolloutEvidence.Measured;
import io.modelops.model.Verdict;
import io.modelops.statistics.BetaPosterior;
import io.modelops.statistics.Moments;
import java.util.Locale;
import java.util.Optional;

/** Believes in the challenger as much as its rewards say, gives it as many requests, and promotes it when sure enough. */
public record ThompsonGuard(String name, Guard.Measure what, int minimumRewards, double enough) implements Guard {
    @Override
    public Guard.Judgement judge(RolloutEvidence evidence) {
        Measured rewards = evidence.measured(this);
        long fewest = Math.min(rewards.champion().count(), rewards.challenger().count());
        double belief = belief(evidence);
        String finding = String.format(
                Locale.ROOT,
                "challenger %.4f over %d, champion %.4f over %d: better with probability %.3f",
                rewards.challenger().mean(),
                rewards.challenger().count(),
                rewards.champion().mean(),
                rewards.champion().count(),
                belief);
        boolean sure = fewest >= minimumRewards && belief >= enough;
        return new Guard.Judgement(sure ? Verdict.PASS : Verdict.INCONCLUSIVE, finding);
    }

    /** The probability that the challenger's reward is the greater one. */
    public double belief(RolloutEvidence evidence) {
        Measured rewards = evidence.measured(this);
        return posterior(rewards.challenger()).probabilityGreaterThan(posterior(rewards.champion()));
    }

    @Override
    public Optional<Guard.Measure> measure() {
        return Optional.of(what);
    }

    @Override
    public boolean isForPromotionOnly() {
        return true;
    }

    @Override
    public String toString() {
        return name;
    }

    private static BetaPosterior posterior(Moments rewards) {
        double won = rewards.count() == 0
                ? 0
                : Math.max(0, Math.min((double) rewards.count(), rewards.mean() * rewards.count()));
        return new BetaPosterior(won, rewards.count() - won);
    }
}
