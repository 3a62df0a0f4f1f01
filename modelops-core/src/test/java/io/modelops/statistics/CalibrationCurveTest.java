package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CalibrationCurveTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    // i = np.arange(1, 1001.); p = (np.sin(i * 1.3) + 1) / 2; y = ((np.sin(i * 7.1) + 1) / 2 < p**2).astype(float)
    private static final double[] PROBABILITIES = Samples.of(1000, i -> (Math.sin(i * 1.3) + 1) / 2);
    private static final double[] LABELS =
            Samples.of(1000, i -> (Math.sin(i * 7.1) + 1) / 2 < PROBABILITIES[i - 1] * PROBABILITIES[i - 1] ? 1 : 0);

    @Test
    void equalWidth_tenBins_matchesScikitLearn() {
        CalibrationCurve curve = CalibrationCurve.equalWidth(PROBABILITIES, LABELS, 10);

        // sklearn.calibration.calibration_curve(y, p, n_bins=10, strategy="uniform")
        assertThat(each(curve, CalibrationBin::meanLabel))
                .containsExactly(
                        new double[] {
                            0.024154589371980676, 0.07792207792207792, 0.11627906976744186, 0.21311475409836064,
                            0.27450980392156865, 0.34782608695652173, 0.4142857142857143, 0.5,
                            0.6470588235294118, 0.8357487922705314
                        },
                        ROUNDING);
        assertThat(each(curve, CalibrationBin::meanPrediction))
                .containsExactly(
                        new double[] {
                            0.034285590019166895, 0.14289762938652534, 0.2421825489778566, 0.345614099550563,
                            0.42685224083575124, 0.5273469048423381, 0.633642943577418, 0.734071855153988,
                            0.8442359149927818, 0.9656862953345685
                        },
                        ROUNDING);
        assertThat(curve.count()).isEqualTo(1000);
        assertThat(curve.bins().get(9).high()).isEqualTo(1);
    }

    @Test
    void equalCount_tenBins_matchesScikitLearn() {
        CalibrationCurve curve = CalibrationCurve.equalCount(PROBABILITIES, LABELS, 10);

        // calibration_curve(y, p, n_bins=10, strategy="quantile")
        assertThat(each(curve, CalibrationBin::meanLabel))
                .containsExactly(new double[] {0.01, 0.04, 0.08, 0.14, 0.27, 0.37, 0.51, 0.64, 0.77, 0.92}, ROUNDING);
        assertThat(each(curve, CalibrationBin::meanPrediction))
                .containsExactly(
                        new double[] {
                            0.008743808861737416, 0.0562534556077714, 0.14844329577360357, 0.2720624473634242,
                            0.42305493113084247, 0.5790403330815417, 0.7238463087454942, 0.8521667337970092,
                            0.9432547642968457, 0.992293491070455
                        },
                        ROUNDING);
    }

    @Test
    void expectedError_equalCountAndEqualWidth_matchNumPy() {
        // o = np.argsort(p); sum(len(c) / 1000 * abs(y[c].mean() - p[c].mean()) for c in np.array_split(o, 10))
        assertThat(CalibrationCurve.equalCount(PROBABILITIES, LABELS, 10).expectedError())
                .isCloseTo(0.125167195200525, ROUNDING);
        // b = np.minimum((p * 15).astype(int), 14)
        // sum(abs(y[b == k].sum() - p[b == k].sum()) for k in range(15)) / 1000
        CalibrationCurve wide = CalibrationCurve.equalWidth(PROBABILITIES, LABELS, 15);
        assertThat(wide.expectedError()).isCloseTo(0.1249159569728725, ROUNDING);
        // max(abs(y[b == k].mean() - p[b == k].mean()) for k in range(15))
        assertThat(wide.maximumError()).isCloseTo(0.23695679126144253, ROUNDING);
    }

    @Test
    void equalCount_tiesInAnyOrder_areTheSame() {
        double[] tied = {0.5, 0.5, 0.5, 0.5};

        CalibrationCurve oneWay = CalibrationCurve.equalCount(tied, new double[] {1, 1, 0, 0}, 2);
        CalibrationCurve other = CalibrationCurve.equalCount(tied, new double[] {0, 0, 1, 1}, 2);

        assertThat(oneWay).isEqualTo(other);
        assertThat(oneWay.expectedError()).isZero();
    }

    @Test
    void equalCount_fewerRowsThanBins_hasABinPerRow() {
        CalibrationCurve curve = CalibrationCurve.equalCount(new double[] {0.9, 0.1}, new double[] {1, 0}, 10);

        assertThat(curve.bins())
                .containsExactly(new CalibrationBin(0.1, 0.1, 1, 0.1, 0), new CalibrationBin(0.9, 0.9, 1, 0.9, 1));
    }

    @Test
    void curve_rowsThatAreMissingOrNoProbabilities_areCountedOnly() {
        double[] probabilities = {0.5, Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY, 0.5};
        double[] labels = {1, 1, 1, 1, 1, 2};

        for (CalibrationCurve curve : List.of(
                CalibrationCurve.equalWidth(probabilities, labels, 4),
                CalibrationCurve.equalCount(probabilities, labels, 4))) {
            assertThat(curve.count()).isEqualTo(1);
            assertThat(curve.ignored()).isEqualTo(5);
            assertThat(curve.expectedError()).isEqualTo(0.5);
        }
    }

    @Test
    void expectedError_noRows_isNotANumber() {
        CalibrationCurve curve = CalibrationCurve.equalWidth(new double[0], new double[0], 3);

        assertThat(curve.bins()).hasSize(3);
        assertThat(curve.expectedError()).isNaN();
        assertThat(curve.maximumError()).isNaN();
        assertThat(CalibrationCurve.equalCount(new double[0], new double[0], 3).expectedError())
                .isNaN();
    }

    @Test
    void interval_ofABin_isWilsonsAndWideWithoutRows() {
        CalibrationBin bin = new CalibrationBin(0, 0.1, 200, 0.05, 0.04);

        assertThat(bin.interval(0.9)).isEqualTo(Wilson.interval(8, 200, 0.9));
        assertThat(new CalibrationBin(0, 0.1, 0, Double.NaN, Double.NaN).interval(0.9))
                .isEqualTo(new Interval(0, Double.NaN, 1, 0.9));
    }

    @Test
    void curve_badArguments_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalibrationCurve.equalWidth(new double[1], new double[1], 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalibrationCurve.equalCount(new double[1], new double[2], 3));
    }

    private static double[] each(CalibrationCurve curve, ToDoubleFunction<CalibrationBin> property) {
        return curve.bins().stream().mapToDouble(property).toArray();
    }
}
