package io.modelops.benchmarks.detection;

import io.modelops.statistics.change.Adwin;
import io.modelops.statistics.change.ChangeDetector;
import io.modelops.statistics.change.Cusum;
import io.modelops.statistics.change.Ddm;
import io.modelops.statistics.change.Direction;
import io.modelops.statistics.change.Eddm;
import io.modelops.statistics.change.EwmaChart;
import io.modelops.statistics.change.HddmA;
import io.modelops.statistics.change.HddmW;
import io.modelops.statistics.change.Kswin;
import io.modelops.statistics.change.PageHinkley;
import java.util.List;
import java.util.function.Supplier;
import moa.classifiers.core.driftdetection.ADWINChangeDetector;
import moa.classifiers.core.driftdetection.CusumDM;
import moa.classifiers.core.driftdetection.DDM;
import moa.classifiers.core.driftdetection.EDDM;
import moa.classifiers.core.driftdetection.HDDM_A_Test;
import moa.classifiers.core.driftdetection.HDDM_W_Test;
import moa.classifiers.core.driftdetection.PageHinkleyDM;

/** A detector that takes part: ours at one false alarm per 10,000 records, MOA's with their defaults. */
record Candidate(String name, boolean needsEvents, Supplier<ChangeDetector> detectors) {
    static final int RECORDS_PER_FALSE_ALARM = 10_000;

    static final List<Candidate> ALL = List.of(
            new Candidate(
                    "Cusum, self-starting",
                    false,
                    () -> Cusum.builder()
                            .selfStarting(100)
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate(
                    "EwmaChart, self-starting",
                    false,
                    () -> EwmaChart.builder()
                            .selfStarting(100)
                            .watch(Direction.INCREASE)
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate(
                    "Adwin",
                    false,
                    () -> Adwin.builder()
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate(
                    "Kswin",
                    false,
                    () -> Kswin.builder()
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate(
                    "PageHinkley, tolerance 0.1",
                    false,
                    () -> PageHinkley.builder()
                            .tolerance(0.1)
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate(
                    "HddmA",
                    true,
                    () -> HddmA.builder()
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate(
                    "HddmW",
                    true,
                    () -> HddmW.builder()
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate(
                    "Ddm",
                    true,
                    () -> Ddm.builder()
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate(
                    "Eddm",
                    true,
                    () -> Eddm.builder()
                            .oneFalseAlarmPer(RECORDS_PER_FALSE_ALARM)
                            .build()),
            new Candidate("MOA ADWIN", false, () -> new MoaDetector(ADWINChangeDetector::new)),
            new Candidate("MOA CUSUM", false, () -> new MoaDetector(CusumDM::new)),
            new Candidate("MOA Page–Hinkley", false, () -> new MoaDetector(PageHinkleyDM::new)),
            new Candidate("MOA HDDM_A", true, () -> new MoaDetector(HDDM_A_Test::new)),
            new Candidate("MOA HDDM_W", true, () -> new MoaDetector(HDDM_W_Test::new)),
            new Candidate("MOA DDM", true, () -> new MoaDetector(DDM::new)),
            new Candidate("MOA EDDM", true, () -> new MoaDetector(EDDM::new)));
}
