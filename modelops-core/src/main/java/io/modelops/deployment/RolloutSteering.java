package io.modelops.deployment;

import io.modelops.deployment.internal.EvidenceCollector;
import io.modelops.deployment.internal.Observers;
import io.modelops.deployment.internal.Trial;

/** Carries out what a rollout decides: the route through the trial, and what evidence is collected how long. */
record RolloutSteering<I, O>(Trial<I, O> trial, Observers<I, O> observers, EvidenceCollector<I, O> evidence)
        implements Rollout.Steering {
    @Override
    public void weigh(double weight) {
        trial.weigh(weight);
        evidence.enter(weight);
    }

    @Override
    public void adopt() {
        trial.adopt();
        observers.remove(evidence);
    }

    @Override
    public boolean isAdopted() {
        return trial.isAdopted();
    }

    @Override
    public boolean isOn() {
        return trial.isOn();
    }

    @Override
    public boolean isClosed() {
        return trial.isClosed();
    }

    @Override
    public void dismiss() {
        trial.dismiss();
        observers.remove(evidence);
    }
}
