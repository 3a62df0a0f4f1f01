package io.modelops.benchmarks.detection;

import io.modelops.statistics.change.ChangeDetector;
import java.util.function.Supplier;
import moa.classifiers.core.driftdetection.AbstractChangeDetector;

/** A detector of MOA with its defaults; it starts anew after an alarm as it does there. */
final class MoaDetector implements ChangeDetector {
    private final Supplier<? extends AbstractChangeDetector> detectors;
    private AbstractChangeDetector detector;
    private long observations;

    MoaDetector(Supplier<? extends AbstractChangeDetector> detectors) {
        this.detectors = detectors;
        this.detector = prepared(detectors);
    }

    private static AbstractChangeDetector prepared(Supplier<? extends AbstractChangeDetector> detectors) {
        AbstractChangeDetector detector = detectors.get();
        detector.prepareForUse();
        return detector;
    }

    @Override
    public Signal add(double value) {
        observations++;
        detector.input(value);
        if (detector.getChange()) {
            return Signal.CHANGED;
        }
        return detector.getWarningZone() ? Signal.WARNING : Signal.STABLE;
    }

    @Override
    public void reset() {
        detector = prepared(detectors);
        observations = 0;
    }

    @Override
    public long observations() {
        return observations;
    }
}
