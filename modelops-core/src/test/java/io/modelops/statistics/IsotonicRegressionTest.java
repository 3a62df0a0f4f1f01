package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IsotonicRegressionTest {
    private static final double NAN = Double.NaN;
    private static final Offset<Double> ROUNDING = within(1e-14);

    // i = np.arange(1, 41.); x = np.round(np.sin(i * 1.7), 1); y = (np.sin(i * 2.9) + x > 0).astype(float); w = 1 + i %
    // 3
    private static final double[] INPUTS = Samples.of(40, i -> Math.rint(Math.sin(i * 1.7) * 10) / 10);
    private static final double[] TARGETS = Samples.of(40, i -> Math.sin(i * 2.9) + INPUTS[i - 1] > 0 ? 1 : 0);
    private static final double[] ASKED = {-2, -0.95, -0.55, -0.05, 0.33, 0.77, 2};

    @Test
    void fit_tiedInputs_matchesScikitLearn() {
        IsotonicRegression fit = IsotonicRegression.fit(INPUTS, TARGETS);

        // m = IsotonicRegression(out_of_bounds="clip").fit(x, y); m.X_thresholds_; m.y_thresholds_; m.predict(asked)
        assertThat(fit.inputs()).containsExactly(-1, -0.8, -0.7, -0.5, -0.4, -0.1, 0, 0.9, 1);
        assertThat(fit.outputs()).containsExactly(new double[] {0, 0, 0.4, 0.4, 0.5, 0.5, 0.625, 0.625, 1}, ROUNDING);
        assertThat(predictions(fit)).containsExactly(new double[] {0, 0, 0.4, 0.5625, 0.625, 0.625, 1}, ROUNDING);
    }

    @Test
    void fit_weights_matchesScikitLearn() {
        double[] weights = Samples.of(40, i -> 1 + i % 3);

        // m.fit(x, y, sample_weight=w).predict(asked)
        assertThat(predictions(IsotonicRegression.fit(INPUTS, TARGETS, weights)))
                .containsExactly(new double[] {0, 0, 0.3333333333333333, 0.628125, 0.65625, 0.65625, 1}, ROUNDING);
    }

    @Test
    void fit_rowsInAnotherOrder_isTheSame() {
        double[] inputs = new double[40];
        double[] targets = new double[40];
        for (int row = 0; row < 40; row++) {
            inputs[row] = INPUTS[(row * 7 + 3) % 40];
            targets[row] = TARGETS[(row * 7 + 3) % 40];
        }

        assertThat(predictions(IsotonicRegression.fit(inputs, targets)))
                .containsExactly(predictions(IsotonicRegression.fit(INPUTS, TARGETS)), ROUNDING);
    }

    @Test
    void fit_decreasingTargets_isTheirMean() {
        IsotonicRegression fit = IsotonicRegression.fit(new double[] {1, 2, 3, 4}, new double[] {4, 3, 2, 1});

        assertThat(fit.inputs()).containsExactly(1, 4);
        assertThat(predictions(fit)).containsOnly(2.5);
    }

    @Test
    void fit_rowsThatAreNotFiniteOrHaveNoWeight_areLeftOut() {
        IsotonicRegression fit = IsotonicRegression.fit(
                new double[] {1, NAN, Double.POSITIVE_INFINITY, 2, 3, 2},
                new double[] {1, 9, 9, NAN, 3, 100},
                new double[] {1, 1, 1, 1, 1, 0});

        assertThat(fit.inputs()).containsExactly(1, 3);
        assertThat(fit.predict(2)).isEqualTo(2);
    }

    @Test
    void fit_noUsableRows_predictsNotANumber() {
        assertThat(IsotonicRegression.fit(new double[0], new double[0]).predict(0.5))
                .isNaN();
        assertThat(IsotonicRegression.fit(new double[] {1}, new double[] {NAN}).predict(1))
                .isNaN();
    }

    @Test
    void predict_specialInputs_areDefined() {
        IsotonicRegression fit = IsotonicRegression.fit(new double[] {-0.0, 0.0, 1}, new double[] {0, 0.5, 1});

        assertThat(fit.predict(NAN)).isNaN();
        assertThat(fit.predict(Double.NEGATIVE_INFINITY)).isEqualTo(0.25);
        assertThat(fit.predict(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(fit.predict(-0.0)).isEqualTo(0.25);
    }

    @Test
    void predict_inputsAtTheEndsOfTheRange_interpolates() {
        IsotonicRegression wide = IsotonicRegression.fit(
                new double[] {-Double.MAX_VALUE, Double.MAX_VALUE}, new double[] {-Double.MAX_VALUE, Double.MAX_VALUE});
        IsotonicRegression narrow =
                IsotonicRegression.fit(new double[] {3 * Double.MIN_VALUE, 5 * Double.MIN_VALUE}, new double[] {0, 1});

        assertThat(wide.predict(0)).isZero();
        assertThat(narrow.predict(4 * Double.MIN_VALUE)).isEqualTo(0.5);
    }

    @Test
    void fit_anyData_isIncreasingAndKeepsTheMean() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            double[] inputs = random.doubles(1 + random.nextInt(50))
                    .map(x -> Math.rint(x * 20))
                    .toArray();
            double[] targets = random.doubles(inputs.length).toArray();
            IsotonicRegression fit = IsotonicRegression.fit(inputs, targets);

            double[] fitted = Arrays.stream(inputs).map(fit::predict).toArray();

            assertThat(Arrays.stream(fitted).sum())
                    .isCloseTo(Arrays.stream(targets).sum(), within(1e-9));
            assertThat(fit.outputs()).isSorted();
        }
    }

    @Test
    void fit_badArguments_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> IsotonicRegression.fit(new double[1], new double[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IsotonicRegression.fit(new double[1], new double[1], new double[] {-1}))
                .withMessageContaining("a weight was -1.0");
    }

    private static double[] predictions(IsotonicRegression fit) {
        return Arrays.stream(ASKED).map(fit::predict).toArray();
    }
}
