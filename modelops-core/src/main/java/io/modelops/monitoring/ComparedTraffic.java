package io.modelops.monitoring;

import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import org.jspecify.annotations.Nullable;

/**
 * Which inputs of a deployment go to which of the two {@link Sides}: each new input to the side that is judged; or, where
 * the reference is the champion's traffic, the challenger's to that side and the champion's to the other. Not thread-safe.
 */
final class ComparedTraffic<I> {
    private final Reference reference;
    private final Sides<I> sides;
    private final SeenInputs seen = new SeenInputs();
    private @Nullable ModelVersion serving;
    private @Nullable ModelVersion challenger;
    private @Nullable Profile trainedOn;

    ComparedTraffic(Features<I> features, Window window, Reference reference) {
        this.reference = reference;
        this.sides = new Sides<>(features, window, reference);
    }

    Sides<I> sides() {
        return sides;
    }

    /** How a monitor is called that judges these inputs. */
    String named(String monitor) {
        return reference instanceof Reference.Champion ? "challenger-" + monitor : monitor;
    }

    /** Starts anew, unless the reference is traffic that a new version does not change. */
    void onServing(ModelVersion version, @Nullable Profile profile) {
        if (serving == null || (!reference.outlivesVersions() && !version.equals(serving))) {
            sides.begin(profile);
        }
        serving = version;
        trainedOn = profile;
    }

    void onPrediction(Observation<I, Object> observation) {
        if (serving == null || !seen.isNew(observation)) {
            return;
        }
        if (!(reference instanceof Reference.Champion)) {
            sides.add(observation.at(), observation.input(), observation.input());
        } else if (observation.role() == Role.CHALLENGER) {
            if (!observation.version().equals(challenger)) {
                challenger = observation.version();
                sides.begin(trainedOn);
            }
            sides.add(observation.at(), observation.input(), observation.input());
        } else if (challenger != null && observation.version().equals(serving)) {
            sides.addChampions(observation.at(), observation.input(), observation.input());
        }
    }
}
