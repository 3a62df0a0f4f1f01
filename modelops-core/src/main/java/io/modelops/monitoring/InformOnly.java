package io.modelops.monitoring;

import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A monitor whose findings are never severe. */
record InformOnly<I, O>(Monitor<I, O> monitor) implements Monitor<I, O>, DetailSource, MemorySource {
    @Override
    public String name() {
        return monitor.name();
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        monitor.onServing(version, trainedOn);
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        monitor.onPrediction(observation);
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        monitor.onLabel(labelled);
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        return monitor.evaluate(now).stream()
                .map(finding -> new Finding(
                        finding.subject(),
                        finding.status(),
                        Severity.INFO,
                        finding.value(),
                        finding.threshold(),
                        finding.samples(),
                        finding.summary()))
                .toList();
    }

    @Override
    public MonitoringDetails details(Instant now) {
        return monitor instanceof DetailSource source ? source.details(now) : MonitoringDetails.none();
    }

    @Override
    public Optional<byte[]> state() {
        return monitor.state();
    }

    @Override
    public void restore(byte[] state) {
        monitor.restore(state);
    }

    @Override
    public long retainedBytes() {
        return monitor instanceof MemorySource source ? source.retainedBytes() : 0;
    }

    @Override
    public Map<String, Long> retainedBytesByFeature() {
        return monitor instanceof MemorySource source ? source.retainedBytesByFeature() : Map.of();
    }
}
