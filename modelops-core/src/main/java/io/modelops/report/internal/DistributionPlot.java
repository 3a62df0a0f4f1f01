package io.modelops.report.internal;

import io.modelops.report.Distribution;
import io.modelops.report.Distribution.Bin;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A distribution laid out: everything the template writes. The drawing carries no text, so that one fits every width.
 *
 * @param width the width of the drawing of the columns, in its own units; 0 if there are none
 * @param filled the columns, as the commands of an SVG path
 * @param outline the steps of the reference behind the columns, as the commands of an SVG path; empty if it is filled itself
 * @param first what the first column holds, or the number at the left
 * @param last what the last column holds, or the number at the right
 * @param middle the number in the middle between both, empty if the columns are not drawn over numbers
 * @param description the columns in words
 * @param rows the bins that are listed
 */
public record DistributionPlot(
        int width,
        String filled,
        String outline,
        String first,
        String last,
        String middle,
        String description,
        List<Row> rows) {
    /** How high the drawing of the columns is, in its own units. */
    public static final int HEIGHT = 100;

    private static final int COLUMN = 10;
    private static final int GAP = 1;

    /**
     * A bin in the list.
     *
     * @param label what it holds, shortened
     * @param bar how long its bar is, and where the mark of the reference stands in it, as style properties; in percent
     * @param reference its share of the reference in words
     * @param current its share of the other side in words
     */
    public record Row(String label, String bar, String reference, String current) {}

    /**
     * Lays a distribution out.
     *
     * @param distribution the distribution
     * @param compares whether there is another side
     * @return the layout
     */
    public static DistributionPlot of(Distribution distribution, boolean compares) {
        boolean columns = distribution.shape() == Distribution.Shape.RANGES;
        List<Bin> inside =
                distribution.bins().stream().filter(bin -> !bin.apart()).toList();
        List<Bin> drawn = columns ? inside : List.of();
        List<Bin> listed =
                columns ? distribution.bins().stream().filter(Bin::apart).toList() : distribution.bins();
        boolean area = AreaPlot.fits(drawn);
        double greatest = greatest(drawn);
        double longest = columns ? 1 : greatest(listed);
        return new DistributionPlot(
                area ? AreaPlot.WIDTH : drawn.size() * COLUMN,
                area ? AreaPlot.filled(drawn, compares) : columns(drawn, compares, greatest),
                !compares ? "" : area ? AreaPlot.outline(drawn) : steps(drawn, greatest),
                area ? begin(drawn, distribution.facts()) : label(drawn, 0),
                area ? end(drawn, distribution.facts()) : label(drawn, drawn.size() - 1),
                area ? AreaPlot.middle(drawn) : "",
                describe(drawn, compares),
                listed.stream().map(bin -> row(bin, compares, longest)).toList());
    }

    /**
     * Lists the bins that are drawn as columns.
     *
     * @param distribution the distribution
     * @param compares whether there is another side
     * @return one row for each column
     */
    public static List<Row> columnsOf(Distribution distribution, boolean compares) {
        List<Bin> inside =
                distribution.bins().stream().filter(bin -> !bin.apart()).toList();
        double longest = greatest(inside);
        return inside.stream().map(bin -> row(bin, compares, longest)).toList();
    }

    /**
     * The bin whose share moved most.
     *
     * @param bins the bins
     * @return the change in words, empty if nothing moved
     */
    static String moved(List<Bin> bins) {
        Bin most = null;
        for (Bin bin : bins) {
            if (move(bin) > (most == null ? 0 : move(most))) {
                most = bin;
            }
        }
        return most == null
                ? ""
                : Shortened.label(most.label()) + " went from " + Percent.show(most.reference()) + " to "
                        + Percent.show(most.current());
    }

    /** The number at the left; where values lie farther out than is drawn, that is said. */
    private static String begin(List<Bin> drawn, List<Distribution.Fact> facts) {
        boolean beyond =
                values(facts, "Least").anyMatch(least -> least < drawn.get(0).from());
        return AreaPlot.begin(drawn) + (beyond ? " and less" : "");
    }

    private static String end(List<Bin> drawn, List<Distribution.Fact> facts) {
        double last = drawn.get(drawn.size() - 1).to();
        boolean beyond = values(facts, "Greatest").anyMatch(greatest -> greatest > last);
        return AreaPlot.end(drawn) + (beyond ? " and more" : "");
    }

    private static DoubleStream values(List<Distribution.Fact> facts, String name) {
        return facts.stream()
                .filter(fact -> fact.name().equals(name))
                .flatMapToDouble(fact -> DoubleStream.of(fact.reference(), fact.current()));
    }

    private static String label(List<Bin> bins, int index) {
        return bins.isEmpty() ? "" : Shortened.label(bins.get(index).label());
    }

    private static double move(Bin bin) {
        double move = Math.abs(bin.current() - bin.reference());
        return Double.isNaN(move) ? 0 : move;
    }

    private static double greatest(List<Bin> bins) {
        return bins.stream()
                .mapToDouble(bin -> Math.max(known(bin.reference()), known(bin.current())))
                .filter(share -> share > 0)
                .max()
                .orElse(1);
    }

    private static double known(double share) {
        return Double.isFinite(share) ? Math.max(0, share) : 0;
    }

    private static long units(double share, double greatest) {
        return Math.round(HEIGHT * Math.min(1, known(share) / greatest));
    }

    private static String columns(List<Bin> bins, boolean compares, double greatest) {
        StringBuilder path = new StringBuilder();
        for (int column = 0; column < bins.size(); column++) {
            Bin bin = bins.get(column);
            long height = units(compares ? bin.current() : bin.reference(), greatest);
            if (height > 0) {
                path.append('M').append(column * COLUMN + GAP).append(' ').append(HEIGHT);
                path.append('v').append(-height).append('h').append(COLUMN - 2 * GAP);
                path.append('v').append(height).append('z');
            }
        }
        return path.toString();
    }

    private static String steps(List<Bin> bins, double greatest) {
        StringBuilder path = new StringBuilder();
        long height = 0;
        for (Bin bin : bins) {
            long next = units(bin.reference(), greatest);
            path.append(path.isEmpty() ? "M0 " + HEIGHT : "");
            path.append(next == height ? "" : "v" + (height - next)).append('h').append(COLUMN);
            height = next;
        }
        return path.isEmpty() ? "" : path.append('v').append(height).toString();
    }

    private static Row row(Bin bin, boolean compares, double longest) {
        String bar = compares
                ? "--r:" + units(bin.reference(), longest) + ";--c:" + units(bin.current(), longest)
                : "--c:" + units(bin.reference(), longest);
        return new Row(Shortened.label(bin.label()), bar, Percent.show(bin.reference()), Percent.show(bin.current()));
    }

    private static String describe(List<Bin> drawn, boolean compares) {
        if (drawn.isEmpty()) {
            return "No values.";
        }
        String begin = drawn.size() + " ranges, ";
        if (compares) {
            String moved = moved(drawn);
            return begin + (moved.isEmpty() ? "nothing moved." : "most moved: " + moved + ".");
        }
        Bin fullest = drawn.get(0);
        for (Bin bin : drawn) {
            fullest = bin.reference() > fullest.reference() ? bin : fullest;
        }
        return begin + "the fullest: " + Shortened.label(fullest.label()) + " with " + Percent.show(fullest.reference())
                + ".";
    }
}
