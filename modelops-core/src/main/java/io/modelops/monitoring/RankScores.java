package io.modelops.monitoring;

import io.modelops.statistics.Binning;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.ArrayList;
import java.util.List;

/** Ranks of numbers among those that were learnt from, in bins of equal counts: -1 for the least, 1 for the greatest. */
record RankScores(List<Binning> bins, List<double[]> scores) {
    private static final int BINS = 16;

    static RankScores learnt(List<double[]> rows, int columns) {
        List<Binning> bins = new ArrayList<>();
        List<double[]> scores = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            int at = column;
            double[] values = rows.stream().mapToDouble(row -> row[at]).toArray();
            Binning binning = Binning.ofQuantiles(values, BINS);
            long[] counts = binning.count(values);
            double known = Math.max(1, rows.size() - counts[binning.missingBin()]);
            double[] middle = new double[counts.length];
            double below = 0;
            for (int bin = 0; bin < binning.missingBin(); bin++) {
                middle[bin] = 2 * (below + counts[bin] / 2.0) / known - 1;
                below += counts[bin];
            }
            bins.add(binning);
            scores.add(middle);
        }
        return new RankScores(bins, scores);
    }

    double[] of(double[] row) {
        double[] ranks = new double[row.length];
        for (int column = 0; column < row.length; column++) {
            ranks[column] = scores.get(column)[bins.get(column).binOf(row[column])];
        }
        return ranks;
    }

    void write(SketchWriter writer) {
        bins.forEach(binning -> MonitorState.numbers(writer, binning.edges()));
        scores.forEach(middle -> MonitorState.numbers(writer, middle));
    }

    static RankScores read(SketchReader reader, int columns) {
        List<Binning> bins = new ArrayList<>();
        List<double[]> scores = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            bins.add(Binning.ofEdges(MonitorState.numbers(reader)));
        }
        for (int column = 0; column < columns; column++) {
            scores.add(MonitorState.numbers(reader, bins.get(column).size()));
        }
        return new RankScores(bins, scores);
    }
}
