package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PcaReconstructionTest {
    private static final int WEEK = 7 * 24 * 6;

    /** NannyML, tests/drift/test_multiv_pca.py: twenty weeks, of which ten are the reference and the last five drift. */
    private static final double[] ERRORS_OF_NANNYML = {
        0.795939312162986, 0.7840110463966236, 0.8119098730091425, 0.7982130082187159, 0.807815521612754,
        0.8492042669464963, 0.7814127409090083, 0.8022621626300768, 0.8104742129966831, 0.7703901270625767,
        0.8007070128606296, 0.7953169982962172, 0.7862784182468701, 0.838376989270861, 0.8019280640410021,
        0.7154339372837247, 0.7171169593894968, 0.7255999561968017, 0.73493013255886, 0.7777717388501538
    };

    @Test
    void errors_weeksOfNannyMl_matchItsVector() {
        double[][] rows = weeksOfNannyMl();
        PcaReconstruction reconstruction = PcaReconstruction.fit(Arrays.copyOf(rows, 10 * WEEK));

        double[] errors = IntStream.range(0, 20)
                .mapToObj(week -> Arrays.copyOfRange(rows, week * WEEK, (week + 1) * WEEK))
                .mapToDouble(week -> reconstruction.errors(week).mean())
                .toArray();

        assertThat(errors).containsExactly(ERRORS_OF_NANNYML, within(1e-12));
    }

    /** Two numbers and two categories; a category counts as its share of the reference. */
    private static double[][] weeksOfNannyMl() {
        int size = 20 * WEEK;
        NumPyRandom random = new NumPyRandom(167);
        double[] normal = random.normals(size);
        double[] uniform = random.uniforms(size);
        int[] coin = random.integers(4, size);
        int[] colour = random.integers(20, size);
        for (int row = 0; row < size; row++) {
            boolean drifted = row >= 15 * WEEK;
            normal[row] += drifted ? 0.6 : 0;
            uniform[row] = drifted ? Math.sqrt(uniform[row]) : uniform[row];
            coin[row] = coin[row] == 1 || (coin[row] == 3 && !drifted) ? 1 : 0;
            colour[row] = drifted && List.of(13, 14, 18).contains(colour[row])
                    ? 0
                    : drifted && colour[row] == 19 ? 1 : colour[row] / 5;
        }
        double[] coinShares = sharesOfReference(coin);
        double[] colourShares = sharesOfReference(colour);
        return IntStream.range(0, size)
                .mapToObj(row -> new double[] {normal[row], uniform[row], coinShares[row], colourShares[row]})
                .toArray(double[][]::new);
    }

    private static double[] sharesOfReference(int[] categories) {
        long[] counts = new long[4];
        Arrays.stream(categories, 0, 10 * WEEK).forEach(category -> counts[category]++);
        return Arrays.stream(categories)
                .mapToDouble(category -> counts[category] / (10.0 * WEEK))
                .toArray();
    }

    // i = np.arange(1, 201.)[:, None]; c = np.arange(6.)[None, :]; X = np.sin(i * (1 + .1 * c)) * (c + 1) + c
    // mu = X.mean(0); sd = X.std(0); Z = (X - mu) / sd; w, v = np.linalg.eigh(Z.T @ Z / 200); v = v[:, ::-1]
    // def err(X): Z = (X - mu) / sd; R = Z - Z @ v[:, :5] @ v[:, :5].T; return np.sqrt((R**2).sum(1)), R
    @Test
    void errors_sines_matchNumPy() {
        double[][] rows = sines();
        PcaReconstruction reconstruction = PcaReconstruction.fit(rows, 0.8);

        assertThat(reconstruction.components()).isEqualTo(5);
        Moments errors = reconstruction.errors(rows);
        assertThat(errors.mean()).isCloseTo(0.6074141182553653, within(1e-10));
        assertThat(errors.standardDeviation()).isCloseTo(0.7575227975980974, within(1e-10));
        assertThat(reconstruction.error(rows[0])).isCloseTo(0.018295400363813684, within(1e-10));
        assertThat(reconstruction.residuals(rows[0])[2]).isCloseTo(0.012060104732156463, within(1e-10));
    }

    @Test
    void of_whatWasLearntBefore_findsTheSameErrors() {
        double[][] rows = sines();
        PcaReconstruction learnt = PcaReconstruction.fit(rows);

        PcaReconstruction again = PcaReconstruction.of(learnt.means(), learnt.deviations(), learnt.axes());

        assertThat(again.errors(rows)).isEqualTo(learnt.errors(rows));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PcaReconstruction.of(new double[2], new double[2], new double[0][]))
                .withMessageContaining("a deviation was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PcaReconstruction.of(new double[1], new double[] {1}, new double[1][2]));
    }

    @Test
    void errors_changedCorrelation_riseAlthoughNoColumnChanged() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] reference = correlated(random, 1);
        double[][] current = correlated(random, -1);
        PcaReconstruction reconstruction = PcaReconstruction.fit(reference);

        assertThat(reconstruction.components()).isEqualTo(1);
        assertThat(WelchTest.of(reconstruction.errors(reference), reconstruction.errors(current))
                        .pValue())
                .isLessThan(1e-6);
    }

    private static double[][] correlated(SplittableRandom random, double sign) {
        double[][] rows = new double[500][];
        Arrays.setAll(rows, row -> {
            double common = random.nextGaussian();
            return new double[] {common, sign * common + 0.5 * random.nextGaussian()};
        });
        return rows;
    }

    @Test
    void error_valuesThatAreNotFinite_standForTheMean() {
        double[][] rows = sines();
        PcaReconstruction reconstruction = PcaReconstruction.fit(rows);
        double[] means = IntStream.range(0, 6)
                .mapToDouble(column -> Arrays.stream(rows)
                        .mapToDouble(row -> row[column])
                        .average()
                        .orElseThrow())
                .toArray();
        double[] missing = new double[6];
        Arrays.fill(missing, Double.NaN);
        missing[3] = Double.POSITIVE_INFINITY;

        assertThat(reconstruction.error(missing)).isZero();
        assertThat(reconstruction.error(means)).isCloseTo(0, within(1e-12));
    }

    @Test
    void fit_constantColumn_isMeasuredInItsOwnUnit() {
        PcaReconstruction reconstruction = PcaReconstruction.fit(new double[][] {{1, 7}, {2, 7}, {3, 7}});

        assertThat(reconstruction.components()).isEqualTo(1);
        assertThat(reconstruction.error(new double[] {9, 7})).isCloseTo(0, within(1e-12));
        assertThat(reconstruction.error(new double[] {9, 9})).isCloseTo(2, within(1e-12));
        assertThat(PcaReconstruction.fit(new double[][] {{7}, {7}}).components())
                .isZero();
    }

    @Test
    void fit_noRowsOrNothingKnown_isDefined() {
        PcaReconstruction empty = PcaReconstruction.fit(new double[0][]);
        PcaReconstruction unknown = PcaReconstruction.fit(new double[][] {{Double.NaN, 1}, {Double.NaN, 2}});

        assertThat(empty.error(new double[] {1, 2})).isNaN();
        assertThat(empty.residuals(new double[] {1, 2})).isEmpty();
        assertThat(unknown.error(new double[] {5, 1.5})).isNotNegative();
    }

    @Test
    void fit_badArguments_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> PcaReconstruction.fit(new double[][] {{1, 2}, {1}}));
        assertThatIllegalArgumentException().isThrownBy(() -> PcaReconstruction.fit(sines(), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PcaReconstruction.fit(sines()).error(new double[2]));
    }

    private static double[][] sines() {
        double[][] sines = new double[200][6];
        for (int row = 0; row < 200; row++) {
            for (int column = 0; column < 6; column++) {
                sines[row][column] = Math.sin((row + 1) * (1 + 0.1 * column)) * (column + 1) + column;
            }
        }
        return sines;
    }
}
