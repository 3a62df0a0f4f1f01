package io.modelops.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.statistics.Metrics;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** NannyML's own example, whose results it publishes with six digits in "Examples California Housing.ipynb". */
class CaliforniaHousingTest {
    private static final CaliforniaScores REFERENCE = CaliforniaScores.reference();
    private static final RowwiseEstimation ROWWISE = RowwiseEstimation.learn(
            REFERENCE.scores(), REFERENCE.decisions(), REFERENCE.outcomes(), REFERENCE.begins());
    private static final BinaryEstimation BINNED =
            BinaryEstimation.learn(REFERENCE.scores(), REFERENCE.decisions(), REFERENCE.outcomes());

    @Test
    void rowwise_monthsOfTheExample_areWhatNannyMlPublishes() {
        assertThat(rowwise(YearMonth.of(2022, 3)).value().estimate()).isCloseTo(0.829077, within(5e-7));
        assertThat(rowwise(YearMonth.of(2022, 4)).value().estimate()).isCloseTo(0.910661, within(5e-7));
        assertThat(rowwise(YearMonth.of(2022, 4)).usual().low()).isCloseTo(0.708336, within(5e-7));
    }

    @Test
    void binned_monthsOfTheExample_areAtLeastAsNearToTheTruth() {
        assertNearerIn(List.of(YearMonth.of(2022, 3), YearMonth.of(2022, 4)));
    }

    @Test
    void binned_allWholeMonths_areAtLeastAsNearToTheTruth() {
        assertNearerIn(IntStream.rangeClosed(1, 11)
                .mapToObj(CaliforniaScores.LAST_OF_REFERENCE::plusMonths)
                .toList());
    }

    private static void assertNearerIn(List<YearMonth> months) {
        double ours = 0;
        double theirs = 0;
        for (YearMonth month : months) {
            CaliforniaScores rows = CaliforniaScores.of(month);
            double truth = Metrics.rocAuc().of(rows.scores(), labels(rows.outcomes()));
            ours += Math.abs(binned(rows).value().estimate() - truth);
            theirs += Math.abs(rowwise(month).value().estimate() - truth);
        }
        assertThat(ours).isLessThan(theirs);
    }

    private static Estimate binned(CaliforniaScores rows) {
        ScoreCounts window = BINNED.newWindow();
        boolean[] decisions = rows.decisions();
        for (int row = 0; row < decisions.length; row++) {
            window.add(rows.scores()[row], decisions[row]);
        }
        return BINNED.estimate(window, BinaryMetric.rocAuc());
    }

    private static Estimate rowwise(YearMonth month) {
        CaliforniaScores rows = CaliforniaScores.of(month);
        return ROWWISE.estimate(rows.scores(), rows.decisions(), BinaryMetric.rocAuc());
    }

    private static double[] labels(boolean[] outcomes) {
        return IntStream.range(0, outcomes.length)
                .mapToDouble(row -> outcomes[row] ? 1 : 0)
                .toArray();
    }
}
