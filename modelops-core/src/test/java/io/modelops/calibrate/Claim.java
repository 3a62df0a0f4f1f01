package io.modelops.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A promise about how often something happens, beside how often it did in a simulation. In a full run it says so in a
 * line; in each run a test asserts it.
 *
 * <p>The intervals hold with a confidence of 99.9 %, so that a hundred claims that are true seldom give one that looks
 * off. A promised rate is off if the interval excludes what is allowed, so a true promise holds at any size of the
 * simulation; and only a large one shows a small lie.
 *
 * @param name what is promised, such as {@code adwin-false-alarms}; no blanks
 * @param nominal the promised number
 * @param measured the number in the simulation
 * @param low the lower end of the interval of the true number
 * @param high the upper end
 * @param ok whether the simulation agrees with the promise
 */
public record Claim(String name, double nominal, double measured, double low, double high, boolean ok) {
    private static final double ALPHA = 0.001;

    /** Claims that a share of trials is at most the nominal one; {@code Clopper–Pearson} interval. */
    public static Claim atMost(String name, double nominal, long hits, long trials) {
        return share(name, nominal, 0, nominal, hits, trials);
    }

    /** Claims that a share of trials is at least the nominal one. */
    public static Claim atLeast(String name, double nominal, long hits, long trials) {
        return share(name, nominal, nominal, 1, hits, trials);
    }

    /**
     * Claims that a share of trials is the nominal one.
     *
     * @param tolerance by what part of it the share may differ, such as 0.5 for ±50 %
     */
    public static Claim about(String name, double nominal, double tolerance, long hits, long trials) {
        return share(name, nominal, nominal * (1 - tolerance), nominal * (1 + tolerance), hits, trials);
    }

    private static Claim share(String name, double nominal, double least, double most, long hits, long trials) {
        double low =
                hits == 0 ? 0 : BetaDistribution.of(hits, trials - hits + 1.0).inverseCumulativeProbability(ALPHA / 2);
        double high = hits == trials
                ? 1
                : BetaDistribution.of(hits + 1.0, trials - hits).inverseSurvivalProbability(ALPHA / 2);
        return within(name, nominal, least, most, (double) hits / trials, low, high);
    }

    /** Claims that the mean of independent trials, such as of alarms per stream, is at most the nominal one. */
    public static Claim meanAtMost(String name, double nominal, double[] trials) {
        return mean(name, nominal, Double.NEGATIVE_INFINITY, nominal, trials);
    }

    /**
     * Claims that the mean of independent trials is the nominal one.
     *
     * @param tolerance by what part of it the mean may differ
     */
    public static Claim meanAbout(String name, double nominal, double tolerance, double[] trials) {
        return mean(name, nominal, nominal * (1 - tolerance), nominal * (1 + tolerance), trials);
    }

    private static Claim mean(String name, double nominal, double least, double most, double[] trials) {
        double sum = 0;
        for (double trial : trials) {
            sum += trial;
        }
        double mean = sum / trials.length;
        double squares = 0;
        for (double trial : trials) {
            squares += (trial - mean) * (trial - mean);
        }
        double halfWidth = NormalDistribution.of(0, 1).inverseSurvivalProbability(ALPHA / 2)
                * Math.sqrt(squares / (trials.length - 1.0) / trials.length);
        return within(name, nominal, least, most, mean, mean - halfWidth, mean + halfWidth);
    }

    /** Claims what somebody has measured with an interval of their own: it must touch {@code least..most}. */
    public static Claim within(
            String name, double nominal, double least, double most, double measured, double low, double high) {
        return new Claim(name, nominal, measured, low, high, high >= least && low <= most);
    }

    /** Reports the claim in a full run, and fails if the simulation contradicts it. */
    public void check() {
        if (CalibrateRun.isFull()) {
            System.out.println(this);
        }
        assertThat(ok).as(toString()).isTrue();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "calibrate %s nominal=%.4g measured=%.4g interval=%.4g..%.4g %s",
                name,
                nominal,
                measured,
                low,
                high,
                ok ? "ok" : "off");
    }
}
