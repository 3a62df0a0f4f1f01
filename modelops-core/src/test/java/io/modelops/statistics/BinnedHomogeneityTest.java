package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinnedHomogeneityTest {
    @Test
    void of_everyBinIsKnown_isTheChiSquareTest() {
        BinnedHomogeneity test =
                BinnedHomogeneity.of(new long[] {500, 300, 150, 50, 0}, new long[] {420, 330, 180, 70, 0});

        // stats.chi2_contingency([[500,300,150,50],[420,330,180,70]], correction=False)
        assertThat(test.pValue()).isCloseTo(0.002357178387020975, within(1e-14));
        assertThat(test.sharesPValue()).isEqualTo(test.pValue());
        assertThat(test.unseenPValue()).isEqualTo(1);
    }

    @Test
    void of_newCategoryOfOnePercent_isFoundThoughChiSquarePoolsIt() {
        long[] reference = {1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 0};
        long[] current = {99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 10};

        BinnedHomogeneity test = BinnedHomogeneity.of(reference, current);

        // stats.fisher_exact([[10,990],[0,10000]])
        assertThat(test.unseenPValue()).isCloseTo(3.7003677380642886e-11, within(1e-20));
        // stats.chi2_contingency([[1000]*10, [99]*9+[109]], correction=False)
        assertThat(test.sharesPValue()).isCloseTo(0.9997619274430929, within(1e-12));
        assertThat(test.pValue()).isCloseTo(3.7003677380642886e-10, within(1e-19));
    }

    @Test
    void of_asRareAsTheUnseen_belongToThem() {
        BinnedHomogeneity test =
                BinnedHomogeneity.of(new long[] {500, 490, 2, 2, 1, 5, 0}, new long[] {497, 492, 1, 0, 2, 4, 4});

        // Totals 3, 2 and 3 are at most the 4 unseen values; 9 is not.
        // stats.fisher_exact([[7,993],[5,995]])
        assertThat(test.unseenPValue()).isCloseTo(0.7737344146934896, within(1e-12));
        assertThat(test.pValue()).isGreaterThan(0.5);
    }

    @Test
    void of_everythingIsNew_isFoundAtAnySize() {
        assertThat(BinnedHomogeneity.of(new long[] {200, 200, 200, 200, 200, 0}, new long[] {0, 0, 0, 0, 0, 10_000})
                        .pValue())
                .isLessThan(1e-100);
        assertThat(BinnedHomogeneity.of(new long[] {10, 10, 10, 0}, new long[] {0, 0, 0, 1_000})
                        .pValue())
                .isLessThan(1e-40);
    }

    @Test
    void of_twoBinsOfWhichOneIsRare_isTheExactTest() {
        // stats.fisher_exact([[10,990],[0,10000]])
        assertThat(BinnedHomogeneity.of(new long[] {10_000, 0}, new long[] {990, 10})
                        .pValue())
                .isCloseTo(3.7003677380642886e-11, within(1e-20));
    }

    @Test
    void of_nothingToCompare_saysSo() {
        assertThat(BinnedHomogeneity.of(new long[] {0, 0}, new long[] {1, 2}).pValue())
                .isNaN();
        assertThat(BinnedHomogeneity.of(new long[] {1, 2}, new long[] {0, 0}).pValue())
                .isNaN();
        assertThat(BinnedHomogeneity.of(new long[0], new long[0]).pValue()).isNaN();
        assertThat(BinnedHomogeneity.of(new long[] {0, 70}, new long[] {0, 50}).pValue())
                .isEqualTo(1);
        assertThat(BinnedHomogeneity.of(new long[] {1, 1, 0}, new long[] {0, 0, 2})
                        .pValue())
                .isEqualTo(1);
    }

    @Test
    void of_otherLengthOrNegative_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> BinnedHomogeneity.of(new long[1], new long[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> BinnedHomogeneity.of(new long[] {-1}, new long[] {1}));
    }

    @Test
    void of_anyCounts_givesAProbabilityOrNaN() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 10_000; round++) {
            long[] reference = counts(random, 1 + round % 7);
            long[] current = counts(random, reference.length);

            double pValue = BinnedHomogeneity.of(reference, current).pValue();

            boolean empty = Arrays.stream(reference).sum() == 0
                    || Arrays.stream(current).sum() == 0;
            assertThat(empty ? Double.isNaN(pValue) : pValue >= 0 && pValue <= 1)
                    .as("%s %s gave %s", Arrays.toString(reference), Arrays.toString(current), pValue)
                    .isTrue();
        }
    }

    private static long[] counts(SplittableRandom random, int bins) {
        return random.longs(bins, 0, 4)
                .map(size -> size < 2 ? 0 : random.nextLong(size == 2 ? 10 : 3_000))
                .toArray();
    }
}
