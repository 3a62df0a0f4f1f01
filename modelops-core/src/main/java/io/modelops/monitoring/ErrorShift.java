package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import io.modelops.statistics.change.ChangeDetector;
import io.modelops.statistics.change.ChangeDetectorBuilder;
import io.modelops.statistics.change.Cusum;
import io.modelops.statistics.change.Ddm;
import io.modelops.statistics.change.DdmBuilder;
import io.modelops.statistics.change.Eddm;
import io.modelops.statistics.change.EddmBuilder;
import io.modelops.statistics.change.HddmA;
import io.modelops.statistics.change.HddmABuilder;
import io.modelops.statistics.change.HddmW;
import io.modelops.statistics.change.HddmWBuilder;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Watches the loss of each true outcome for a lasting rise of its level, by a self-starting cumulative sum (Hawkins 1987).
 * Each loss is standardised by the mean and the spread of all losses of the version before it, as Student's distribution
 * asks for, and adds what it is above half a standard deviation. When the sum climbs higher than that of independent normal
 * losses does once in 10,000, the level has shifted. A single loss counts for at most 3 standard deviations, so that an
 * outlier alone is no shift.
 *
 * <p>Losses are seldom normal: with exponentially distributed ones there is a false alarm in about 3,500 (by simulation),
 * and with losses that follow one another closely there are more. Unlike a window, the sum notices a small lasting shift
 * as well as a large sudden one.
 *
 * <p>{@link #detector(ChangeDetectorBuilder)} puts any other change detector in the place of the sum. Detectors of error
 * rates ({@link Ddm}, {@link Eddm}, {@link HddmA} and {@link HddmW}) take the losses as they are, which should then be 0 or
 * 1, or in between where the detector allows it; all others take the standardised losses. Each keeps the promise of
 * {@link #oneFalseAlarmPer(double)} for the losses that its class names.
 *
 * <p>Each evaluation finds one thing, about the subject {@code error level}: the sum as value, in standard deviations, or
 * with another detector the mean of the latest losses, weighted towards the last; a breach, {@code WARNING}, from the alarm until 50 more losses went by without another. Nothing is learnt from losses
 * meanwhile. A fall of the level is no breach. Labelled predictions that the version gave to callers count, losses that are not finite don't. When another
 * version becomes the champion, everything starts anew.
 *
 * @param <O> the type of the answers
 */
public final class ErrorShift<O> implements Monitor<Object, O>, MemorySource {
    private record Options(
            int learn,
            int hold,
            double tolerance,
            double perFalseAlarm,
            Metric.RowValue loss,
            @Nullable ChangeDetectorBuilder<?> other,
            boolean mistakes) {
        boolean standardised() {
            return !(other instanceof DdmBuilder
                    || other instanceof EddmBuilder
                    || other instanceof HddmABuilder
                    || other instanceof HddmWBuilder);
        }

        ChangeDetector detector() {
            if (other == null) {
                return Cusum.builder()
                        .standardisedBy(0, 1)
                        .tolerance(tolerance)
                        .oneFalseAlarmPer(perFalseAlarm)
                        .build();
            }
            try {
                return other.oneFalseAlarmPer(perFalseAlarm).build();
            } catch (IllegalArgumentException impossible) {
                throw new InvalidInputException(
                        "Monitor setting detector can't keep one false alarm in " + perFalseAlarm + " losses: "
                                + impossible.getMessage(),
                        impossible);
            }
        }
    }

    private static final String SUBJECT = "error level";
    private static final double LEAST_RELATIVE_SPREAD = 1e-6;
    private static final double MOST_DEVIATIONS = 3;
    private static final double RECENT_WEIGHT = 0.05;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final Options DEFAULTS =
            new Options(50, 50, 0.5, 10_000, (prediction, label) -> Math.abs(prediction - label), null, false);

    private final NumericView<O> score;
    private final Options options;
    private final ChangeDetector detector;
    private @Nullable ModelVersion serving;
    private MomentsAccumulator level = new MomentsAccumulator();
    private long judged;
    private long holdUntil;
    private double peak;
    private double recent = Double.NaN;

    ErrorShift(NumericView<O> score) {
        this(score, DEFAULTS);
    }

    /** Watches how often an answer is another than the true outcome. */
    static <O> ErrorShift<O> ofMistakes() {
        Options mistakes = new Options(
                DEFAULTS.learn,
                DEFAULTS.hold,
                DEFAULTS.tolerance,
                DEFAULTS.perFalseAlarm,
                DEFAULTS.loss,
                HddmA.builder(),
                true);
        return new ErrorShift<>(answer -> Double.NaN, mistakes);
    }

    private ErrorShift(NumericView<O> score, Options options) {
        this.score = score;
        this.options = options;
        this.detector = options.detector();
    }

    /**
     * Sets how many first losses of a version only give its level and are not judged; 50 unless told.
     *
     * @param losses the number of losses, 10 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 10
     */
    public ErrorShift<O> learnFrom(int losses) {
        Settings.atLeast(10, "learnFrom", losses);
        return with(new Options(
                losses,
                options.hold,
                options.tolerance,
                options.perFalseAlarm,
                options.loss,
                options.other,
                options.mistakes));
    }

    /**
     * Sets how many losses an alarm lasts for; 50 unless told.
     *
     * @param losses the number of losses without another alarm after which all is well again, 1 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 1
     */
    public ErrorShift<O> hold(int losses) {
        Settings.atLeast(1, "hold", losses);
        return with(new Options(
                options.learn,
                losses,
                options.tolerance,
                options.perFalseAlarm,
                options.loss,
                options.other,
                options.mistakes));
    }

    /**
     * Sets the rise that is let pass; 0.5 unless told. Half of the smallest shift worth an alarm is a good choice.
     *
     * @param standardDeviations the rise in standard deviations of the loss, 0 or more
     * @return a new monitor
     * @throws InvalidInputException if the rise is negative or not finite
     */
    public ErrorShift<O> tolerate(double standardDeviations) {
        Settings.atLeast(0, "tolerate", standardDeviations);
        return with(new Options(
                options.learn,
                options.hold,
                standardDeviations,
                options.perFalseAlarm,
                options.loss,
                options.other,
                options.mistakes));
    }

    /**
     * Sets how rare false alarms are; one in 10,000 losses unless told.
     *
     * @param losses the expected number of losses between false alarms, 100 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 100 or not finite
     */
    public ErrorShift<O> oneFalseAlarmPer(double losses) {
        Settings.atLeast(100, "oneFalseAlarmPer", losses);
        return with(new Options(
                options.learn, options.hold, options.tolerance, losses, options.loss, options.other, options.mistakes));
    }

    /**
     * Sets what looks for the shift; a cumulative sum unless told. How rare false alarms are is set with
     * {@link #oneFalseAlarmPer(double)} and not with the builder. The tolerance is no longer used.
     *
     * @param builder builds the detector; its settings are taken when the monitor is made and when it starts anew
     * @return a new monitor
     * @throws InvalidInputException if the detector can't keep the number of losses between false alarms
     */
    public ErrorShift<O> detector(ChangeDetectorBuilder<?> builder) {
        return with(new Options(
                options.learn,
                options.hold,
                options.tolerance,
                options.perFalseAlarm,
                options.loss,
                builder,
                options.mistakes));
    }

    /**
     * Sets the loss of one outcome; the absolute error unless told.
     *
     * @param loss computes the loss of a prediction and its label; more is worse
     * @return a new monitor
     * @throws InvalidInputException if the monitor counts mistakes
     */
    public ErrorShift<O> loss(Metric.RowValue loss) {
        if (options.mistakes) {
            throw new InvalidInputException(
                    "The loss of a mistake is 1 and can't be changed: expected errorShift(...)" + " for another loss.");
        }
        return with(new Options(
                options.learn,
                options.hold,
                options.tolerance,
                options.perFalseAlarm,
                loss,
                options.other,
                options.mistakes));
    }

    @Override
    public String name() {
        return options.mistakes ? "mistake-shift" : "error-shift";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            level = new MomentsAccumulator();
            detector.reset();
            judged = 0;
            holdUntil = 0;
            peak = 0;
            recent = Double.NaN;
        }
    }

    @Override
    public void onLabel(LabelledObservation<Object, O> labelled) {
        O output = labelled.prediction().output();
        if (output == null
                || !labelled.prediction().role().isOwn()
                || !labelled.prediction().version().equals(serving)) {
            return;
        }
        O label = labelled.label();
        double loss =
                options.mistakes ? output.equals(label) ? 0 : 1 : options.loss.of(score.of(output), score.of(label));
        if (!Double.isFinite(loss)) {
            return;
        }
        Moments before = level.moments();
        recent = Double.isNaN(recent) ? loss : recent + RECENT_WEIGHT * (loss - recent);
        if (!options.standardised()) {
            judge(loss);
        } else if (before.count() >= options.learn) {
            judge(deviation(loss, before));
        }
        if (!isBreached()) {
            level.add(loss);
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        Moments normal = level.moments();
        if (normal.count() < options.learn) {
            return List.of(Findings.insufficient(
                    SUBJECT,
                    Double.NaN,
                    normal.count(),
                    normal.count() + " of the " + options.learn + " losses that give the level"));
        }
        boolean breached = isBreached();
        double value = recent;
        double limit = Double.NaN;
        String what = String.format(
                Locale.ROOT, "latest losses %.4g, usually %.4g, by %s", recent, normal.mean(), detectorName());
        if (detector instanceof Cusum sum) {
            value = breached ? Math.max(peak, sum.statistic()) : sum.statistic();
            limit = sum.threshold();
            what = String.format(
                    Locale.ROOT,
                    "cumulative sum %.1f (limit %.1f) of what losses exceed their level of %.4g by",
                    value,
                    limit,
                    normal.mean());
        }
        return List.of(Findings.judged(SUBJECT, breached, value, limit, judged, SUBJECT + ": " + what));
    }

    /** The level and what the detector remembers; empty if the detector can't say that. */
    @Override
    public Optional<byte[]> state() {
        double[] memory = detector.memory();
        boolean silent = memory.length == 0 && detector.observations() > 0;
        if (level.moments().count() == 0 || silent) {
            return Optional.empty();
        }
        return MonitorState.write(name(), settings(), writer -> {
            MonitorState.moments(writer, level);
            MonitorState.numbers(writer, memory);
            writer.count(judged).count(holdUntil).number(peak).number(recent);
        });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        MomentsAccumulator readLevel = MonitorState.moments(reader);
        double[] readMemory = MonitorState.numbers(reader);
        long readJudged = reader.count();
        long readHold = reader.count();
        double readPeak = reader.number();
        double readRecent = reader.number();
        reader.end();
        MonitorState.require(Double.isFinite(readPeak) && Double.isFinite(readRecent), "its losses are not finite");
        detector.recall(readMemory);
        level = readLevel;
        judged = readJudged;
        holdUntil = readHold;
        peak = readPeak;
        recent = readRecent;
    }

    @Override
    public long retainedBytes() {
        return (long) Double.BYTES * detector.memory().length;
    }

    private String settings() {
        return detectorName() + " learns " + options.learn + " holds " + options.hold + " tolerates "
                + options.tolerance + " one false alarm per " + options.perFalseAlarm;
    }

    private String detectorName() {
        return detector.getClass().getSimpleName();
    }

    private void judge(double value) {
        double before = detector instanceof Cusum sum ? sum.statistic() : 0;
        judged++;
        ChangeDetector.Signal signal = detector.add(value);
        if (signal == ChangeDetector.Signal.INCREASED || signal == ChangeDetector.Signal.CHANGED) {
            holdUntil = judged + options.hold;
            peak = before + value - options.tolerance; // the detector has forgotten it by now
        }
    }

    private boolean isBreached() {
        return judged < holdUntil;
    }

    /** How far a loss is from those before it: standard normal if all are independent and normal. */
    private static double deviation(double loss, Moments before) {
        double least = Math.max(Double.MIN_NORMAL, LEAST_RELATIVE_SPREAD * Math.abs(before.mean()));
        double spread = Math.max(least, before.standardDeviation()) * Math.sqrt(1 + 1.0 / before.count());
        double probability =
                TDistribution.of(before.count() - 1.0).cumulativeProbability((loss - before.mean()) / spread);
        double deviation = NORMAL.inverseCumulativeProbability(probability);
        return Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, deviation));
    }

    private ErrorShift<O> with(Options changed) {
        return new ErrorShift<>(score, changed);
    }
}
