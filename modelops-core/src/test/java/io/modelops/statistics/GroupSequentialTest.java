package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupSequentialTest {
    private static final AlphaSpending OBRIEN_FLEMING = AlphaSpending.obrienFleming(0.025);

    private static void assertBoundaries(GroupSequential test, double[] fractions, double... expected) {
        assertThat(test.boundaries(fractions)).containsExactly(expected, within(1e-6));
    }

    // f = lambda u: stats.norm.pdf(u, 0, t1**.5); out = lambda x, c, t0, t1: both tails of c*t1**.5 after a step of t1
    // - t0
    // c2: brentq(quad(f(u) out(u, c, t1, t2), -c1 t1**.5, c1 t1**.5) - (spend(t2) - spend(t1))); c3 by a Gauss-Legendre
    // sum over
    // quad(f(u) norm.pdf(x - u, 0, (t2 - t1)**.5)) at 200 points
    @Test
    void boundaries_threeLooks_matchSciPy() {
        assertBoundaries(
                GroupSequential.twoSided(0.05, OBRIEN_FLEMING),
                new double[] {1 / 3.0, 2 / 3.0, 1},
                3.710302873262371,
                2.5114274812695165,
                1.9930474776194869);
        assertBoundaries(
                GroupSequential.twoSided(0.05, AlphaSpending.pocock()),
                new double[] {0.2, 0.5, 1},
                2.4379766880500116,
                2.3328251369835336,
                2.2247008792799883);
        assertBoundaries(
                GroupSequential.oneSided(0.025, OBRIEN_FLEMING),
                new double[] {0.25, 0.6, 1},
                4.332633646051611,
                2.668868751731369,
                1.980976335333176);
        assertBoundaries(
                GroupSequential.twoSided(0.05, AlphaSpending.power(3)),
                new double[] {0.5, 1},
                2.734368786533181,
                1.9825289928878629);
    }

    @Test
    void boundaries_fiveEvenLooks_matchPublishedTables() {
        // Reboussin, DeMets, Kim and Lan (2000), two-sided 0.05, integrated a little more coarsely; R:
        // ldbounds::ldBounds((1:5)/5, iuse = c(1, 1))
        assertThat(GroupSequential.twoSided(0.05, OBRIEN_FLEMING).boundaries(0.2, 0.4, 0.6, 0.8, 1))
                .containsExactly(new double[] {4.8769, 3.3569, 2.6803, 2.2898, 2.0310}, within(2e-4));
    }

    @Test
    void boundaries_oneLook_isTheOrdinaryTest() {
        assertBoundaries(GroupSequential.twoSided(0.05, AlphaSpending.pocock()), new double[] {1}, 1.959963984540054);
    }

    @Test
    void boundaries_furtherLook_leavesEarlierOnesAlone() {
        GroupSequential test = GroupSequential.twoSided(0.05, AlphaSpending.pocock());

        double[] two = test.boundaries(0.3, 0.5);
        double[] three = test.boundaries(0.3, 0.5, 0.51);

        assertThat(three[0]).isEqualTo(two[0]);
        assertThat(three[1]).isCloseTo(two[1], within(1e-9));
    }

    @Test
    void boundaries_hundredLooks_spendAllOfAlpha() {
        double[] fractions =
                IntStream.rangeClosed(1, 100).mapToDouble(i -> i / 100.0).toArray();

        double[] boundaries =
                GroupSequential.twoSided(0.05, AlphaSpending.power(1)).boundaries(fractions);

        assertThat(boundaries[0]).isCloseTo(3.4807564043417, within(1e-6)); // stats.norm.isf(.0005 / 2)
        assertThat(boundaries[99]).isBetween(2.2, 2.9);
        assertThat(Arrays.stream(boundaries)).allMatch(Double::isFinite);
    }

    @Test
    void boundaries_nothingToSpend_isNeverCrossed() {
        assertThat(GroupSequential.twoSided(0.05, fraction -> fraction < 0.5 ? 0 : 1)
                        .boundaries(0.1, 0.2, 0.7, 1))
                .satisfies(found -> assertThat(found[0]).isInfinite())
                .satisfies(found -> assertThat(found[1]).isInfinite())
                .satisfies(found -> assertThat(found[2]).isCloseTo(1.959963984540054, within(1e-6)))
                .satisfies(found -> assertThat(found[3]).isInfinite());
        assertThat(GroupSequential.twoSided(0.05, OBRIEN_FLEMING).boundaries(1e-6, 1)[0])
                .isInfinite();
        assertThat(GroupSequential.twoSided(0.05, OBRIEN_FLEMING).boundaries()).isEmpty();
    }

    @Test
    void boundaries_oddFractions_areNumbersAboveZero() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 40; i++) {
            double[] fractions = random.doubles(random.nextInt(1, 6))
                    .map(fraction -> random.nextBoolean() ? Math.pow(fraction, 6) : fraction)
                    .filter(fraction -> fraction > 1e-7)
                    .sorted()
                    .distinct()
                    .toArray();

            double[] boundaries = GroupSequential.oneSided(random.nextDouble(1e-6, 0.6), AlphaSpending.power(1))
                    .boundaries(fractions);

            assertThat(boundaries).hasSameSizeAs(fractions);
            assertThat(Arrays.stream(boundaries)).allMatch(boundary -> boundary >= 0);
        }
    }

    @Test
    void arguments_outOfRange_throws() {
        GroupSequential test = GroupSequential.oneSided(0.05, AlphaSpending.pocock());

        assertThatIllegalArgumentException().isThrownBy(() -> test.boundaries(0.5, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> test.boundaries(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> test.boundaries(0.5, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> test.boundaries(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> AlphaSpending.power(0));
        assertThatIllegalArgumentException().isThrownBy(() -> AlphaSpending.obrienFleming(1));
        assertThatIllegalArgumentException().isThrownBy(() -> GroupSequential.twoSided(0, AlphaSpending.pocock()));
    }
}
