package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BinningTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Nested
    class OfQuantiles {
        @Test
        void ofQuantiles_continuousReference_cutsAtItsDeciles() {
            // np.quantile(np.sin(np.arange(1, 1001)), np.arange(1, 10) / 10)
            double[] deciles = {
                -0.9485842928502365,
                -0.8074626186722572,
                -0.5877779360241103,
                -0.30818943498651613,
                1.5072176666048409e-05,
                0.313211605895636,
                0.5899316021014385,
                0.8074804007127224,
                0.9510378841762459
            };

            Binning binning = Binning.ofQuantiles(Samples.sines(1000));

            assertThat(binning.edges()).containsExactly(deciles, within(1e-14));
            assertThat(binning.count(Samples.sines(1000)))
                    .containsExactly(100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 0);
        }

        @Test
        void ofQuantiles_constantReference_tellsBelowEqualAndAboveApart() {
            Binning binning = Binning.ofQuantiles(new double[] {5, 5, 5, 5});

            assertThat(binning.size()).isEqualTo(4);
            assertThat(binning.count(4.9, 5, 5, 5.1, NAN)).containsExactly(1, 2, 1, 1);
            assertThat(binning.label(1)).isEqualTo("5.0");
        }

        @Test
        void ofQuantiles_twoValues_givesEachItsOwnBin() {
            double[] reference = new double[100];
            Arrays.fill(reference, 55, 100, 1);

            Binning binning = Binning.ofQuantiles(reference);

            assertThat(binning.count(reference)).containsExactly(0, 55, 0, 45, 0, 0);
            assertThat(binning.count(-1, 0, -0.0, 0.5, 1, 2)).containsExactly(1, 2, 1, 1, 1, 0);
        }

        @Test
        void ofQuantiles_rareSecondValue_staysApartFromFrequentOne() {
            double[] reference = new double[100];
            Arrays.fill(reference, 96, 100, 1);

            assertThat(Binning.ofQuantiles(reference).count(reference)).containsExactly(0, 96, 4, 0);
        }

        @Test
        void ofQuantiles_nothingFinite_hasOneBinForAllValues() {
            Binning ofMissing = Binning.ofQuantiles(new double[] {NAN, INFINITY});

            assertThat(ofMissing).isEqualTo(Binning.ofQuantiles(new double[0])).isEqualTo(Binning.ofEdges());
            assertThat(ofMissing.count(-INFINITY, 0, INFINITY, NAN)).containsExactly(3, 1);
        }

        @Test
        void ofQuantiles_oneValueOrOneBin_isDefined() {
            assertThat(Binning.ofQuantiles(new double[] {3}).edges()).containsExactly(3, Math.nextUp(3.0));
            assertThat(Binning.ofQuantiles(new double[] {1, 2, 3}, 1).edges()).isEmpty();
        }

        @Test
        void ofQuantiles_neighbouringDoubles_haveOneEdgeBetweenThem() {
            double next = Math.nextUp(1.0);

            Binning binning = Binning.ofQuantiles(new double[] {1, 1, 1, next, next, next}, 4);

            assertThat(binning.count(1, next)).containsExactly(0, 1, 1, 0, 0);
        }

        @Test
        void ofQuantiles_largestDouble_keepsEdgesFinite() {
            Binning binning = Binning.ofQuantiles(new double[] {Double.MAX_VALUE, Double.MAX_VALUE});

            assertThat(binning.edges()).containsExactly(Double.MAX_VALUE);
        }

        @Test
        void ofQuantiles_noBins_throws() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Binning.ofQuantiles(new double[] {1}, 0))
                    .withMessageContaining("bins was 0");
        }
    }

    @Test
    void binOf_everyNumberOfEdges_agreesWithCounting() {
        SplittableRandom random = new SplittableRandom(1);
        for (int size = 0; size < 40; size++) {
            double[] edges = random.doubles(size, -1, 1).sorted().distinct().toArray();
            Binning binning = Binning.ofEdges(edges);
            for (double value : random.doubles(50, -1.1, 1.1).toArray()) {
                assertThat(binning.binOf(value)).isEqualTo(edgesAtOrBelow(edges, value));
            }
            for (double edge : edges) {
                assertThat(binning.binOf(edge)).isEqualTo(edgesAtOrBelow(edges, edge));
            }
        }
    }

    private static int edgesAtOrBelow(double[] edges, double value) {
        return (int) Arrays.stream(edges).filter(edge -> edge <= value).count();
    }

    @Test
    void binOf_nonFiniteValues_haveTheirPlace() {
        Binning binning = Binning.ofEdges(0, 1, 2);

        assertThat(binning.binOf(-INFINITY)).isZero();
        assertThat(binning.binOf(INFINITY)).isEqualTo(3);
        assertThat(binning.binOf(NAN)).isEqualTo(4).isEqualTo(binning.missingBin());
        assertThat(binning.size()).isEqualTo(5);
    }

    @Test
    void edges_givenToOfEdges_makeEqualBinning() {
        Binning binning = Binning.ofQuantiles(new double[] {1, 1, 1, 2, 3, 4, 5});

        Binning copy = Binning.ofEdges(binning.edges());

        assertThat(copy).isEqualTo(binning).hasSameHashCodeAs(binning).isNotEqualTo(Binning.ofEdges(1));
    }

    @Test
    void edges_changedByCaller_doNotChangeBinning() {
        double[] edges = {1, 2};
        Binning binning = Binning.ofEdges(edges);

        edges[0] = 100;
        binning.edges()[1] = -100;

        assertThat(binning.edges()).containsExactly(1, 2);
    }

    @Test
    void ofEdges_notIncreasingOrNotFinite_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Binning.ofEdges(1, 1))
                .withMessageContaining("edge 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Binning.ofEdges(0.0, -0.0));
        assertThatIllegalArgumentException().isThrownBy(() -> Binning.ofEdges(NAN));
        assertThatIllegalArgumentException().isThrownBy(() -> Binning.ofEdges(INFINITY));
    }

    @Test
    void label_everyBin_isAnInterval() {
        Binning binning = Binning.ofEdges(0, 1);

        assertThat(binning.label(0)).isEqualTo("(-∞, 0.0)");
        assertThat(binning.label(1)).isEqualTo("[0.0, 1.0)");
        assertThat(binning.label(2)).isEqualTo("[1.0, ∞)");
        assertThat(binning.label(3)).isEqualTo("(missing)");
        assertThat(Binning.ofEdges().label(0)).isEqualTo("(-∞, ∞)");
    }

    @Test
    void label_numbersOfManyDigits_hasAsManyAsTellTheEdgesApart() {
        Binning binning = Binning.ofEdges(0.1 + 0.2, 2.0 / 3, 1234.5678, 1234.567812, 98765432.1);

        assertThat(binning.label(0)).isEqualTo("(-∞, 0.3)");
        assertThat(binning.label(1)).isEqualTo("[0.3, 0.6667)");
        assertThat(binning.label(2)).isEqualTo("[0.6667, 1234.5678)");
        assertThat(binning.label(3)).isEqualTo("[1234.5678, 1234.56781)");
        assertThat(binning.label(5)).isEqualTo("[9.877E7, ∞)");
    }

    @Test
    void label_singleValue_isTheValueAndTheNextBinBeginsAboveIt() {
        Binning binning = Binning.ofEdges(0, 0.5, Math.nextUp(0.5), 1);

        assertThat(binning.label(1)).isEqualTo("[0.0, 0.5)");
        assertThat(binning.label(2)).isEqualTo("0.5");
        assertThat(binning.label(3)).isEqualTo("(0.5, 1.0)");
    }

    @Test
    void label_anyEdges_areDistinct() {
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 2_000; round++) {
            double scale = Math.pow(10, random.nextInt(-300, 300));
            double[] values = random.doubles(30, -1, 1)
                    .map(value -> random.nextInt(4) == 0 ? Math.rint(value) : value * scale)
                    .toArray();
            Binning binning = Binning.ofQuantiles(values, 2 + round % 9);

            assertThat(IntStream.range(0, binning.size()).mapToObj(binning::label))
                    .doesNotHaveDuplicates();
        }
    }
}
