package io.modelops.deployment.internal;

import io.modelops.deployment.RolloutEvidence;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what champion and challenger do during a rollout, off the threads of callers. */
public final class EvidenceCollector<I, O> implements Observer<I, O> {
    private final ModelVersion champion;
    private final ModelVersion challenger;
    private final ArmRecorder<I, O> championArm;
    private final ArmRecorder<I, O> challengerArm;

    public EvidenceCollector(ModelVersion champion, ModelVersion challenger, @Nullable NumericView<? super O> view) {
        this.champion = champion;
        this.challenger = challenger;
        this.championArm = new ArmRecorder<>(view);
        this.challengerArm = new ArmRecorder<>(view);
    }

    @Override
    public String name() {
        return "rollout evidence";
    }

    @Override
    public synchronized void onPrediction(Observation<I, O> observation) {
        if (observation.role() == Role.FALLBACK) {
            // The champion answering for the challenger is no request of the champion's share.
            return;
        }
        armOf(observation.version()).ifPresent(arm -> arm.add(observation));
    }

    @Override
    public synchronized void onLabel(LabelledObservation<I, O> labelled) {
        if (labelled.prediction().role() == Role.FALLBACK) {
            return;
        }
        armOf(labelled.prediction().version()).ifPresent(arm -> arm.add(labelled));
    }

    /** What was collected so far. */
    public synchronized RolloutEvidence snapshot() {
        return new RolloutEvidence(championArm.snapshot(), challengerArm.snapshot());
    }

    private Optional<ArmRecorder<I, O>> armOf(ModelVersion version) {
        if (version.number() == challenger.number()) {
            return Optional.of(challengerArm);
        }
        return version.number() == champion.number() ? Optional.of(championArm) : Optional.empty();
    }
}
