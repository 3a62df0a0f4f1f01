package io.modelops.benchmarks.detection;

import io.modelops.statistics.change.Adwin;
import io.modelops.statistics.change.ChangeDetector;
import io.modelops.statistics.change.Ddm;
import io.modelops.statistics.change.HddmA;
import io.modelops.statistics.change.HddmW;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import moa.classifiers.core.driftdetection.DDM;
import moa.classifiers.core.driftdetection.HDDM_A_Test;
import moa.classifiers.core.driftdetection.HDDM_W_Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Adds one error of 0 or 1 to a detector of ours and to the same of MOA. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DetectorCost {
    private static final int MASK = 65_535;

    private final double[] errors = new SplittableRandom(7)
            .doubles(MASK + 1)
            .map(uniform -> uniform < 0.2 ? 1 : 0)
            .toArray();
    private int next;

    private final ChangeDetector adwin = Adwin.withDefaults();
    private final moa.classifiers.core.driftdetection.ADWIN adwinOfMoa =
            new moa.classifiers.core.driftdetection.ADWIN(0.002);
    private final ChangeDetector ddm = Ddm.withDefaults();
    private final ChangeDetector ddmOfMoa = new MoaDetector(DDM::new);
    private final ChangeDetector hddmA = HddmA.withDefaults();
    private final ChangeDetector hddmAOfMoa = new MoaDetector(HDDM_A_Test::new);
    private final ChangeDetector hddmW = HddmW.withDefaults();
    private final ChangeDetector hddmWOfMoa = new MoaDetector(HDDM_W_Test::new);

    /** Creates the detectors. */
    public DetectorCost() {}

    private double error() {
        next = (next + 1) & MASK;
        return errors[next];
    }

    /**
     * Our ADWIN.
     *
     * @return what it says
     */
    @Benchmark
    public Object adwin() {
        return adwin.add(error());
    }

    /**
     * That of MOA.
     *
     * @return what it says
     */
    @Benchmark
    public boolean adwinOfMoa() {
        return adwinOfMoa.setInput(error());
    }

    /**
     * Our DDM.
     *
     * @return what it says
     */
    @Benchmark
    public Object ddm() {
        return ddm.add(error());
    }

    /**
     * That of MOA.
     *
     * @return what it says
     */
    @Benchmark
    public Object ddmOfMoa() {
        return ddmOfMoa.add(error());
    }

    /**
     * Our HDDM_A.
     *
     * @return what it says
     */
    @Benchmark
    public Object hddmA() {
        return hddmA.add(error());
    }

    /**
     * That of MOA.
     *
     * @return what it says
     */
    @Benchmark
    public Object hddmAOfMoa() {
        return hddmAOfMoa.add(error());
    }

    /**
     * Our HDDM_W.
     *
     * @return what it says
     */
    @Benchmark
    public Object hddmW() {
        return hddmW.add(error());
    }

    /**
     * That of MOA.
     *
     * @return what it says
     */
    @Benchmark
    public Object hddmWOfMoa() {
        return hddmWOfMoa.add(error());
    }
}
