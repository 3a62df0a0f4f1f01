package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassifierTwoSampleTest {
    @Test
    void of_oneColumnShifted_isFoundAndNamed() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] current = normals(random, 300);
        for (double[] row : current) {
            row[2] += 0.8;
        }

        ClassifierTwoSample test = ClassifierTwoSample.of(normals(random, 400), current, random);

        // stats.norm.cdf(.8 / np.sqrt(2)) = 0.714: the area of the best score
        assertThat(test.auc().estimate()).isCloseTo(0.714, within(0.05));
        assertThat(test.auc().isAbove(0.6)).isTrue();
        assertThat(test.pValue()).isLessThan(1e-6);
        assertThat(test.columnWeights()).hasSize(4);
        assertThat(test.columnWeights().get(2))
                .isGreaterThan(3 * test.columnWeights().get(0));
    }

    @Test
    void of_changedSpreadOrMissingValues_isFound() {
        SplittableRandom random = new SplittableRandom(2);
        double[][] wider = normals(random, 300);
        double[][] missing = normals(random, 300);
        for (int row = 0; row < 300; row++) {
            wider[row][0] *= 2;
            missing[row][1] = row % 3 == 0 ? Double.NaN : missing[row][1];
        }

        assertThat(ClassifierTwoSample.of(normals(random, 300), wider, random).pValue())
                .isLessThan(1e-3);
        assertThat(ClassifierTwoSample.of(normals(random, 300), missing, random).pValue())
                .isLessThan(1e-3);
    }

    @Test
    void pValue_nothingChanged_rejectsAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(3);
        int alarms = 0;
        int rounds = 150;
        for (int round = 0; round < rounds; round++) {
            alarms += ClassifierTwoSample.of(normals(random, 60), normals(random, 90), random)
                            .rejects(0.1)
                    ? 1
                    : 0;
        }

        assertThat((double) alarms / rounds).isBetween(0.05, 0.15);
    }

    @Test
    void of_separatedSamples_hasAnAreaOfOne() {
        double[][] zeros = new double[50][1];
        double[][] ones = new double[50][1];
        Arrays.stream(ones).forEach(row -> row[0] = 1);

        assertThat(ClassifierTwoSample.of(zeros, ones, new SplittableRandom(4))
                        .auc()
                        .estimate())
                .isEqualTo(1);
    }

    @Test
    void of_constantOrInfiniteColumns_findsNothing() {
        double[][] odd = new double[40][3];
        for (int row = 0; row < 40; row++) {
            odd[row][1] = Double.NaN;
            odd[row][2] = row % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }

        ClassifierTwoSample test = ClassifierTwoSample.of(odd, odd, new SplittableRandom(5));

        assertThat(test.pValue()).isGreaterThan(0.05);
        assertThat(test.columnWeights().get(0)).isCloseTo(0, within(1e-9));
    }

    @Test
    void of_rowsWithoutColumns_areAlike() {
        ClassifierTwoSample test =
                ClassifierTwoSample.of(new double[20][0], new double[20][0], new SplittableRandom(6));

        assertThat(test.auc().estimate()).isEqualTo(0.5);
        assertThat(test.columnWeights()).isEmpty();
    }

    @Test
    void of_fewRows_rejectsNothing() {
        ClassifierTwoSample test =
                ClassifierTwoSample.of(new double[9][2], new double[100][2], new SplittableRandom(7));

        assertThat(test.pValue()).isNaN();
        assertThat(test.auc()).isEqualTo(new Interval(0, Double.NaN, 1, 0.95));
        assertThat(ClassifierTwoSample.of(new double[0][], new double[0][], new SplittableRandom(8))
                        .rejects(0.5))
                .isFalse();
    }

    @Test
    void of_rowsOfDifferentLengths_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ClassifierTwoSample.of(new double[20][2], new double[20][3], new SplittableRandom(9)));
    }

    private static double[][] normals(SplittableRandom random, int rows) {
        double[][] normals = new double[rows][4];
        for (double[] row : normals) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return normals;
    }
}
