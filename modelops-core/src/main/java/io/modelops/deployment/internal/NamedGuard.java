package io.modelops.deployment.internal;

import io.modelops.deployment.Guard;
import io.modelops.deployment.RolloutEvidence;
import java.util.function.Function;

/** A guard that judges by what every rollout measures. */
public record NamedGuard(String name, Function<RolloutEvidence, Guard.Judgement> judgement) implements Guard {
    @Override
    public Guard.Judgement judge(RolloutEvidence evidence) {
        return judgement.apply(evidence);
    }

    @Override
    public String toString() {
        return name;
    }
}
