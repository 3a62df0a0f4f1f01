package io.modelops.monitoring;

import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import io.modelops.statistics.change.ChangeDetector;
import io.modelops.statistics.change.Cusum;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
 * <p>Each evaluation finds one thing, about the subject {@code error level}: the sum as value, in standard deviations; a
 * breach, {@code WARNING}, from the alarm until 50 more losses went by without another. Nothing is learnt from losses
 * meanwhile. Labelled predictions that the version gave to callers count, losses that are not finite don't. When another
 * version becomes the champion, everything starts anew.
 *
 * @param <O> the type of the answers
 */
public final class ErrorShift<O> implements Monitor<Object, O> {
    private record Options(int learn, int hold, double tolerance, double perFalseAlarm, Metric.RowValue loss) {}

    private static final String SUBJECT = "error level";
    private static final double LEAST_RELATIVE_SPREAD = 1e-6;
    private static final double MOST_DEVIATIONS = 3;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final Options DEFAULTS =
            new Options(50, 50, 0.5, 10_000, (prediction, label) -> Math.abs(prediction - label));

    private final NumericView<O> score;
    private final Options options;
    private final Cusum detector;
    private @Nullable ModelVersion serving;
    private MomentsAccumulator level = new MomentsAccumulator();
    private long judged;
    private long holdUntil;
    private double peak;

    ErrorShift(NumericView<O> score) {
        this(score, DEFAULTS);
    }

    private ErrorShift(NumericView<O> score, Options options) {
        this.score = score;
        this.options = options;
        this.detector = Cusum.builder()
                .standardisedBy(0, 1)
                .tolerance(options.tolerance)
                .oneFalseAlarmPer(options.perFalseAlarm)
                .build();
    }

    /**
     * Sets how many first losses of a version only give its level and are not judged; 50 unless told.
     *
     * @param losses the number of losses, 10 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 10
     */
    public ErrorShift<O> learnFrom(int losses) {
        Settings.atLeast(10, "learnFrom", losses);
        return with(new Options(losses, options.hold, options.tolerance, options.perFalseAlarm, options.loss));
    }

    /**
     * Sets how many losses an alarm lasts for; 50 unless told.
     *
     * @param losses the number of losses without another alarm after which all is well again, 1 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 1
     */
    public ErrorShift<O> hold(int losses) {
        Settings.atLeast(1, "hold", losses);
        return with(new Options(options.learn, losses, options.tolerance, options.perFalseAlarm, options.loss));
    }

    /**
     * Sets the rise that is let pass; 0.5 unless told. Half of the smallest shift worth an alarm is a good choice.
     *
     * @param standardDeviations the rise in standard deviations of the loss, 0 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the rise is negative or not finite
     */
    public ErrorShift<O> tolerate(double standardDeviations) {
        Settings.atLeast(0, "tolerate", standardDeviations);
        return with(new Options(options.learn, options.hold, standardDeviations, options.perFalseAlarm, options.loss));
    }

    /**
     * Sets how rare false alarms are; one in 10,000 losses unless told.
     *
     * @param losses the expected number of losses between false alarms, 100 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 100 or not finite
     */
    public ErrorShift<O> oneFalseAlarmPer(double losses) {
        Settings.atLeast(100, "oneFalseAlarmPer", losses);
        return with(new Options(options.learn, options.hold, options.tolerance, losses, options.loss));
    }

    /**
     * Sets the loss of one outcome; the absolute error unless told.
     *
     * @param loss computes the loss of a prediction and its label; more is worse
     * @return a new monitor
     */
    public ErrorShift<O> loss(Metric.RowValue loss) {
        return with(new Options(options.learn, options.hold, options.tolerance, options.perFalseAlarm, loss));
    }

    @Override
    public String name() {
        return "error-shift";
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
        double loss = options.loss.of(score.of(output), score.of(labelled.label()));
        if (!Double.isFinite(loss)) {
            return;
        }
        Moments before = level.moments();
        if (before.count() >= options.learn) {
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
            return List.of(new Finding(
                    SUBJECT,
                    Finding.Status.INSUFFICIENT_DATA,
                    Severity.INFO,
                    Double.NaN,
                    Double.NaN,
                    normal.count(),
                    SUBJECT + ": " + normal.count() + " of the " + options.learn + " losses that give the level"));
        }
        double value = isBreached() ? Math.max(peak, detector.statistic()) : detector.statistic();
        return List.of(new Finding(
                SUBJECT,
                isBreached() ? Finding.Status.BREACHED : Finding.Status.OK,
                isBreached() ? Severity.WARNING : Severity.INFO,
                value,
                detector.threshold(),
                judged,
                String.format(
                        Locale.ROOT,
                        "%s: cumulative sum %.1f (limit %.1f) of what losses exceed their level of %.4g by",
                        SUBJECT,
                        value,
                        detector.threshold(),
                        normal.mean())));
    }

    private void judge(double deviation) {
        double before = detector.statistic();
        judged++;
        if (detector.add(deviation) == ChangeDetector.Signal.INCREASED) {
            holdUntil = judged + options.hold;
            peak = before + deviation - options.tolerance; // the detector has forgotten it by now
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
