package io.modelops.report.internal;

import io.modelops.report.Distribution.Bin;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Ranges drawn over the numbers they hold: as wide as the range and so high that the area is the share, which is how a
 * distribution looks whatever its bins are.
 */
final class AreaPlot {
    static final int WIDTH = 400;

    private static final int HEIGHT = DistributionPlot.HEIGHT;
    private static final double NARROWEST = 1.0 / 300;

    private AreaPlot() {}

    /** Whether all ranges are known and wide enough to be seen. */
    static boolean fits(List<Bin> bins) {
        if (bins.size() < 3) {
            return false;
        }
        double span = span(bins);
        return span > 0
                && span <= Double.MAX_VALUE
                && bins.stream().allMatch(bin -> bin.to() - bin.from() >= span * NARROWEST);
    }

    static String filled(List<Bin> bins, boolean compares) {
        return outline(bins, compares ? Bin::current : Bin::reference, greatest(bins)) + "z";
    }

    static String outline(List<Bin> bins) {
        return outline(bins, Bin::reference, greatest(bins));
    }

    static String begin(List<Bin> bins) {
        return Numbers.brief(bins.get(0).from());
    }

    static String end(List<Bin> bins) {
        return Numbers.brief(bins.get(bins.size() - 1).to());
    }

    static String middle(List<Bin> bins) {
        return Numbers.brief(bins.get(0).from() + span(bins) / 2);
    }

    private static double span(List<Bin> bins) {
        return bins.get(bins.size() - 1).to() - bins.get(0).from();
    }

    private static double greatest(List<Bin> bins) {
        return bins.stream()
                .mapToDouble(bin -> Math.max(density(bin, bin.reference()), density(bin, bin.current())))
                .max()
                .orElse(0);
    }

    private static double density(Bin bin, double share) {
        return share > 0 ? share / (bin.to() - bin.from()) : 0;
    }

    private static String outline(List<Bin> bins, ToDoubleFunction<Bin> share, double greatest) {
        double begin = bins.get(0).from();
        double span = span(bins);
        StringBuilder path = new StringBuilder("M0 " + HEIGHT);
        for (Bin bin : bins) {
            double density = density(bin, share.applyAsDouble(bin));
            long height = greatest > 0 ? Math.round(HEIGHT * (density / greatest)) : 0;
            path.append('V').append(HEIGHT - height);
            path.append('H').append(Numbers.place((bin.to() - begin) / span * WIDTH));
        }
        return path.append('V').append(HEIGHT).toString();
    }
}
