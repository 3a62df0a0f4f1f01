package io.modelops.monitoring;

import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Role;
import io.modelops.statistics.ChangeDetector;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import io.modelops.statistics.PageHinkley;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Watches the loss of each true outcome for a lasting rise of its level, by a cumulative sum (Page 1954). The first 50
 * losses of the version give the level and the spread that is normal; each later loss adds what it exceeds the level by,
 * less half a standard deviation. When the sum climbs higher than independent normal losses let it once in 10,000, the
 * level has shifted. Losses with heavy tails, or that follow one another closely, climb higher by chance more often.
 *
 * <p>Unlike a window, it notices a small lasting shift as well as a large sudden one. Each evaluation finds one thing,
 * about the subject {@code error level}: the sum as value, in standard deviations; a breach, {@code WARNING}, from the
 * alarm until 50 more losses went by without another. Labelled predictions that the version gave to callers count, losses
 * that are not finite don't. When another version becomes the champion, everything starts anew.
 *
 * @param <O> the type of the answers
 */
public final class ErrorShift<O> implements Monitor<Object, O> {
    private record Options(int learn, int hold, double tolerance, double perFalseAlarm, Metric.RowValue loss) {}

    private static final String SUBJECT = "error level";
    private static final double LEAST_RELATIVE_SPREAD = 1e-6;
    private static final Options DEFAULTS =
            new Options(50, 50, 0.5, 10_000, (prediction, label) -> Math.abs(prediction - label));

    private final NumericView<O> score;
    private final Options options;
    private @Nullable ModelVersion serving;
    private MomentsAccumulator learning = new MomentsAccumulator();
    private @Nullable Level level;
    private long judged;
    private long holdUntil;
    private double peak;

    /** What is normal, and the detector that measures against it. */
    private record Level(double mean, double spread, PageHinkley detector) {}

    ErrorShift(NumericView<O> score) {
        this(score, DEFAULTS);
    }

    private ErrorShift(NumericView<O> score, Options options) {
        this.score = score;
        this.options = options;
    }

    /**
     * Sets how many first losses of a version give its normal level; 50 unless told.
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
            learning = new MomentsAccumulator();
            level = null;
            judged = 0;
            holdUntil = 0;
            peak = 0;
        }
    }

    @Override
    public void onLabel(LabelledObservation<Object, O> labelled) {
        O output = labelled.prediction().output();
        if (output == null
                || labelled.prediction().role() == Role.SHADOW
                || !labelled.prediction().version().equals(serving)) {
            return;
        }
        double loss = options.loss.of(score.of(output), score.of(labelled.label()));
        if (!Double.isFinite(loss)) {
            return;
        }
        if (level == null) {
            learn(loss);
        } else {
            judge(loss, level);
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        if (level == null) {
            long learnt = learning.moments().count();
            return List.of(new Finding(
                    SUBJECT,
                    Finding.Status.INSUFFICIENT_DATA,
                    Severity.INFO,
                    Double.NaN,
                    Double.NaN,
                    learnt,
                    SUBJECT + ": " + learnt + " of the " + options.learn + " losses that give the normal level"));
        }
        boolean breached = judged < holdUntil;
        double value = breached ? Math.max(peak, level.detector.statistic()) : level.detector.statistic();
        return List.of(new Finding(
                SUBJECT,
                breached ? Finding.Status.BREACHED : Finding.Status.OK,
                breached ? Severity.WARNING : Severity.INFO,
                value,
                level.detector.threshold(),
                judged,
                String.format(
                        Locale.ROOT,
                        "%s: cumulative sum %.1f (limit %.1f) of what losses exceed their level of %.4g by",
                        SUBJECT,
                        value,
                        level.detector.threshold(),
                        level.mean)));
    }

    private void learn(double loss) {
        learning.add(loss);
        Moments moments = learning.moments();
        if (moments.count() < options.learn) {
            return;
        }
        double spread = Math.min(
                Double.MAX_VALUE,
                Math.max(
                        moments.standardDeviation(),
                        Math.max(Double.MIN_NORMAL, LEAST_RELATIVE_SPREAD * Math.abs(moments.mean()))));
        PageHinkley detector = PageHinkley.builder()
                .standardisedBy(moments.mean(), spread)
                .centredOnReference()
                .tolerance(options.tolerance)
                .oneFalseAlarmPer(options.perFalseAlarm)
                .leastObservations(1)
                .build();
        level = new Level(moments.mean(), spread, detector);
    }

    private void judge(double loss, Level level) {
        double before = level.detector.statistic();
        judged++;
        if (level.detector.add(loss) == ChangeDetector.Signal.INCREASED) {
            holdUntil = judged + options.hold;
            peak = before + (loss - level.mean) / level.spread - options.tolerance;
        }
    }

    private ErrorShift<O> with(Options changed) {
        return new ErrorShift<>(score, changed);
    }
}
