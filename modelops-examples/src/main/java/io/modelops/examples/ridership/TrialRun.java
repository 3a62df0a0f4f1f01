package io.modelops.examples.ridership;

import io.modelops.ModelOps;
import io.modelops.deployment.Deployment;
import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import io.modelops.spi.TrainedModel;
import java.util.List;

/** Asks a model for answers before it is registered, in a registry of its own that nobody else sees. */
final class TrialRun {
    private TrialRun() {}

    static List<Example<RidershipDay, Ridership>> answers(TrainedModel trained, List<RidershipDay> days) {
        try (ModelOps bench = ModelOps.builder()
                .runtime(RidershipNetwork.runtime())
                .manualHeartbeat()
                .open()) {
            ModelVersion trial = bench.registry().register("trial", trained.files(), model -> model.trained(trained));
            try (Deployment<RidershipDay, Ridership> deployment =
                    bench.deploy(trial.ref().toString(), RidershipDay.class, Ridership.class)) {
                return days.stream()
                        .map(day -> Example.of(day, deployment.predict(day).value()))
                        .toList();
            }
        }
    }
}
