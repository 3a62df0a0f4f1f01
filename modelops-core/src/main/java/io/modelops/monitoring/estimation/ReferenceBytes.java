package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Binning;
import io.modelops.statistics.CostMatrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The binary form of a reference, version 1, big-endian: the bytes {@code MOBE}, the version; the number of edges and the
 * edges; for each bin the number of rows and of positives and the mean score; whether scores are calibrated; the number of
 * metrics and for each its name, the four values of a business value, its value on the reference, its
 * variance per row, the excess variance, the number of parts and of rows.
 */
final class ReferenceBytes {
    private static final int MAGIC = 0x4D4F4245;
    private static final int VERSION = 1;
    private static final int MOST_EDGES = 1_024;
    private static final int MOST_METRICS = 1_000;

    private ReferenceBytes() {}

    static byte[] write(BinaryReference reference) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            double[] edges = reference.bins().edges();
            out.writeShort(edges.length);
            for (double edge : edges) {
                out.writeDouble(edge);
            }
            for (int bin = 0; bin < reference.bins().size(); bin++) {
                out.writeLong(reference.rows(bin));
                out.writeLong(reference.positives(bin));
                out.writeDouble(reference.meanScore(bin));
            }
            out.writeBoolean(reference.isCalibrated());
            out.writeShort(reference.metrics().size());
            for (BinaryMetric metric : reference.metrics()) {
                write(metric, reference.usual(metric), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(BinaryMetric metric, UsualRange usual, DataOutputStream out) throws IOException {
        out.writeUTF(metric.name());
        CostMatrix values = metric.values();
        out.writeDouble(values == null ? 0 : values.truePositive());
        out.writeDouble(values == null ? 0 : values.falsePositive());
        out.writeDouble(values == null ? 0 : values.falseNegative());
        out.writeDouble(values == null ? 0 : values.trueNegative());
        write(usual, out);
    }

    static void write(UsualRange usual, DataOutputStream out) throws IOException {
        out.writeDouble(usual.value());
        out.writeDouble(usual.variancePerRow());
        out.writeDouble(usual.excess());
        out.writeByte(usual.parts());
        out.writeLong(usual.rows());
    }

    static UsualRange usual(DataInputStream in) throws IOException {
        return new UsualRange(in.readDouble(), in.readDouble(), in.readDouble(), in.readUnsignedByte(), in.readLong());
    }

    static BinaryReference read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            require(in.readInt() == MAGIC && in.readByte() == VERSION, "it does not begin as version 1 does");
            int edgeCount = in.readUnsignedShort();
            require(edgeCount <= MOST_EDGES, "it has " + edgeCount + " edges");
            double[] edges = new double[edgeCount];
            for (int edge = 0; edge < edgeCount; edge++) {
                edges[edge] = in.readDouble();
            }
            Binning bins = Binning.ofEdges(edges);
            double[] meanScores = new double[bins.size()];
            long[] rows = new long[bins.size()];
            long[] positives = new long[bins.size()];
            for (int bin = 0; bin < bins.size(); bin++) {
                rows[bin] = in.readLong();
                positives[bin] = in.readLong();
                meanScores[bin] = in.readDouble();
                require(
                        positives[bin] >= 0 && rows[bin] >= positives[bin] && rows[bin] <= 1L << 48,
                        "bin " + bin + " has " + positives[bin] + " positives of " + rows[bin]);
                require(meanScores[bin] >= 0 && meanScores[bin] <= 1, "a mean score is " + meanScores[bin]);
            }
            boolean calibrated = in.readBoolean();
            int metrics = in.readUnsignedShort();
            require(metrics <= MOST_METRICS, "it has " + metrics + " metrics");
            Map<BinaryMetric, UsualRange> usual = new LinkedHashMap<>();
            for (int metric = 0; metric < metrics; metric++) {
                usual.put(metric(in), usual(in));
            }
            require(in.read() < 0, "something follows its end");
            return new BinaryReference(bins, meanScores, rows, positives, calibrated, usual);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidInputException(
                    "Bytes are no estimation: " + unreadable + ". Give what toBytes returned.", unreadable);
        }
    }

    private static BinaryMetric metric(DataInputStream in) throws IOException {
        String name = in.readUTF();
        double[] values = {in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()};
        return BinaryMetric.defaults().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    if (!name.equals("businessValue")) {
                        throw new IllegalArgumentException("metric " + name + " is not known");
                    }
                    return BinaryMetric.businessValue(new CostMatrix(values[0], values[1], values[2], values[3]));
                });
    }

    static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
