package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever the data, every function ends with a result in its documented range. */
class StatisticsFuzzTest {
    private static final double[] ODD = {
        0.0,
        -0.0,
        1,
        Math.nextUp(1.0),
        -1,
        0.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        1e-300,
        1e300,
        42
    };

    @FuzzTest
    void everyStatistic_anyData_staysInItsRange(FuzzedDataProvider data) {
        check(bound -> data.consumeInt(0, bound - 1));
    }

    @Test
    void everyStatistic_tenThousandOddSamples_staysInItsRange() {
        SplittableRandom random = new SplittableRandom(20);
        for (int round = 0; round < 10_000; round++) {
            check(random::nextInt);
        }
    }

    private static void check(IntUnaryOperator below) {
        double[] reference = values(below);
        double[] current = values(below);
        double confidence = (1 + below.applyAsInt(98)) / 100.0;
        checkSamples(reference, current, confidence);
        checkBinned(reference, current, 1 + below.applyAsInt(12));
        checkLabels(below, confidence);
        checkCounts(below, confidence);
        if (below.applyAsInt(50) == 0) { // these take longer
            checkMultivariate(below);
            checkBootstrap(below, reference, confidence);
        }
    }

    private static void checkSamples(double[] reference, double[] current, double confidence) {
        assertPValue(KolmogorovSmirnov.of(reference, current));
        assertPValue(MannWhitney.of(reference, current));
        assertPValue(CramerVonMises.of(reference, current));
        assertPValue(WelchTest.of(reference, current));
        WelchTest.of(reference, current).interval(confidence);
        assertUnitOrUndefined(MannWhitney.of(reference, current).probabilityOfGreater());
        Interval shift = HodgesLehmann.shift(reference, current, confidence);
        assertThat(Double.isNaN(shift.estimate()) || shift.contains(shift.estimate()))
                .isTrue();
        double distance = Wasserstein.robust(reference, current);
        assertThat(Double.isNaN(distance) || distance >= 0).isTrue();
    }

    private static void checkBinned(double[] reference, double[] current, int bins) {
        Binning binning = Binning.ofQuantiles(reference, bins);
        long[] ofReference = binning.count(reference);
        long[] ofCurrent = binning.count(current);
        KolmogorovSmirnovBounds bounds = KolmogorovSmirnovBounds.of(binning, ofReference, ofCurrent);
        KolmogorovSmirnov exact = KolmogorovSmirnov.of(reference, current);
        assertThat(bounds.referenceSize()).isEqualTo(exact.referenceSize());
        if (!Double.isNaN(exact.statistic())) {
            assertThat(exact.statistic()).isBetween(bounds.low() - 1e-12, bounds.high() + 1e-12);
        }
        double distance = Wasserstein.robust(binning, ofReference, ofCurrent);
        assertThat(Double.isNaN(distance) || distance >= 0).isTrue();
        assertDistances(ofReference, ofCurrent);
    }

    private static void assertDistances(long[] reference, long[] current) {
        assertUnitOrUndefined(Hellinger.distance(reference, current));
        assertUnitOrUndefined(TotalVariation.distance(reference, current));
        assertUnitOrUndefined(LInfinity.distance(reference, current));
        assertUnitOrUndefined(JensenShannon.distance(reference, current));
        assertUnitOrUndefined(CramersV.of(reference, current));
        double divergence = KullbackLeibler.divergence(reference, current);
        assertThat(Double.isNaN(divergence) || divergence >= 0).isTrue();
        assertPValue(PopulationStability.of(reference, current));
        assertPValue(ChiSquareHomogeneity.of(reference, current));
        assertPValue(GTest.of(reference, current));
    }

    private static void checkLabels(IntUnaryOperator below, double confidence) {
        double[] labels = values(below);
        double[] scores = IntStream.range(0, labels.length)
                .mapToDouble(row -> value(below))
                .toArray();
        double[] others = IntStream.range(0, labels.length)
                .mapToDouble(row -> value(below))
                .toArray();
        Interval area = DeLong.interval(scores, labels, confidence);
        assertThat(area.low()).isBetween(0.0, area.high());
        assertThat(area.high()).isLessThanOrEqualTo(1);
        assertPValue(DeLong.compare(scores, others, labels));
        DeLong.compare(scores, others, labels).difference(confidence);
        assertUnitOrUndefined(CalibrationCurve.equalCount(scores, labels, 1 + below.applyAsInt(5))
                .expectedError());
        assertUnitOrUndefined(CalibrationCurve.equalWidth(scores, labels, 1 + below.applyAsInt(5))
                .maximumError());
        IsotonicRegression fit = IsotonicRegression.fit(scores, labels);
        double low = Arrays.stream(labels).filter(Double::isFinite).min().orElse(0);
        double high = Arrays.stream(labels).filter(Double::isFinite).max().orElse(0);
        double slack = 1e-12 * Math.max(Math.abs(low), Math.abs(high));
        double predicted = fit.predict(value(below));
        assertThat(Double.isNaN(predicted) || (predicted >= low - slack && predicted <= high + slack))
                .isTrue();
        assertThat(fit.outputs()).isSorted();
    }

    private static void checkCounts(IntUnaryOperator below, double confidence) {
        int bins = below.applyAsInt(6);
        assertDistances(counts(below, bins), counts(below, bins));
        long[] two = counts(below, 2);
        long[] others = counts(below, 2);
        long n = two[0] + two[1];
        long m = others[0] + others[1];
        assertPValue(ProportionTest.of(two[0], n, others[0], m));
        assertPValue(FisherExact.of(two[0] % 30, n % 30 + 30, others[0] % 30, m % 30 + 30));
        if (below.applyAsInt(50) == 0) { // up to 100,000 tables
            assertPValue(FisherExact.of(two[0], n, others[0], m));
        }
        assertPValue(McNemar.of(two[0], two[1]));
        Interval proportion = ClopperPearson.interval(two[0], n, confidence);
        assertThat(Double.isNaN(proportion.estimate()) || proportion.contains(proportion.estimate()))
                .isTrue();
        double[] pValues = IntStream.range(0, bins)
                .mapToDouble(i -> below.applyAsInt(5) == 0 ? Double.NaN : below.applyAsInt(101) / 100.0)
                .toArray();
        double[] holm = FamilyWiseError.holm(pValues);
        double[] bonferroni = FamilyWiseError.bonferroni(pValues);
        for (int i = 0; i < bins; i++) {
            assertThat(Double.isNaN(pValues[i])
                            || (pValues[i] <= holm[i] && holm[i] <= bonferroni[i] && bonferroni[i] <= 1))
                    .isTrue();
        }
    }

    private static void checkMultivariate(IntUnaryOperator below) {
        int columns = 1 + below.applyAsInt(3);
        double[][] reference = rows(below, columns);
        double[][] current = rows(below, columns);
        SplittableRandom random = new SplittableRandom(below.applyAsInt(1000));
        ClassifierTwoSample classifier = ClassifierTwoSample.of(reference, current, random);
        assertPValue(classifier);
        PcaReconstruction reconstruction = PcaReconstruction.fit(reference);
        Moments errors = reconstruction.errors(current);
        assertThat(errors.count() + errors.ignored()).isEqualTo(current.length);
        assertThat(errors.count() == 0 || errors.min() >= 0).isTrue();
        if (reference.length > 0) {
            FourierFeatures features = FourierFeatures.ofReference(reference, 4, random);
            assertPValue(MaximumMeanDiscrepancy.of(reference, current, features, 5, random));
            MeanEmbedding ofReference = new MeanEmbedding(features);
            MeanEmbedding ofCurrent = new MeanEmbedding(features);
            Arrays.stream(reference).forEach(ofReference::add);
            Arrays.stream(current).forEach(ofCurrent::add);
            assertPValue(MaximumMeanDiscrepancy.of(ofReference, ofCurrent));
        }
    }

    private static void checkBootstrap(IntUnaryOperator below, double[] values, double confidence) {
        SplittableRandom random = new SplittableRandom(below.applyAsInt(1000));
        Bootstrap bootstrap = Bootstrap.withDefaults().withResamples(100).withConfidence(confidence);
        bootstrap.percentile(values, sample -> Arrays.stream(sample).sum() / sample.length, random);
        bootstrap.bca(values, sample -> Quantiles.of(sample, 0.5)[0], random);
        PoissonBootstrap stream = new PoissonBootstrap(100, random);
        Arrays.stream(values).forEach(stream::add);
        assertThat(stream.interval(confidence).confidence()).isEqualTo(confidence);
        assertThat(stream.count()).isEqualTo(Moments.of(values).count());
    }

    private static void assertPValue(Significance test) {
        assertUnitOrUndefined(test.pValue());
    }

    private static void assertUnitOrUndefined(double number) {
        if (number < 0 || number > 1) { // an assertion for each of a million numbers would take seconds
            fail(number + " is not in 0..1");
        }
    }

    private static double[][] rows(IntUnaryOperator below, int columns) {
        double[][] rows = new double[below.applyAsInt(3) == 0 ? below.applyAsInt(90) : below.applyAsInt(14)][columns];
        for (double[] row : rows) {
            Arrays.setAll(row, column -> value(below));
        }
        return rows;
    }

    private static double[] values(IntUnaryOperator below) {
        int size = below.applyAsInt(12) == 0 ? below.applyAsInt(70) : below.applyAsInt(7);
        return IntStream.range(0, size).mapToDouble(i -> value(below)).toArray();
    }

    private static double value(IntUnaryOperator below) {
        return below.applyAsInt(3) == 0 ? ODD[below.applyAsInt(ODD.length)] : below.applyAsInt(1000) / 500.0 - 0.5;
    }

    private static long[] counts(IntUnaryOperator below, int bins) {
        return IntStream.range(0, bins)
                .mapToLong(i -> (long) below.applyAsInt(40) << (below.applyAsInt(4) == 0 ? below.applyAsInt(50) : 0))
                .toArray();
    }
}
