package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Binning;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A mean and one step function per feature. The binary form, version 1, big-endian: the version; the mean; the number
 * of features, and for each the number of edges, the edges and the effect of each bin.
 */
final class StepSum implements LossRegressor.Learnt {
    private static final int VERSION = 1;

    private final double mean;
    private final Binning[] bins;
    private final double[][] effects;

    StepSum(double mean, Binning[] bins, double[][] effects) {
        this.mean = mean;
        this.bins = bins;
        this.effects = effects;
    }

    @Override
    public double predict(double[] row) {
        double sum = mean;
        for (int feature = 0; feature < bins.length; feature++) {
            sum += effects[feature][bins[feature].binOf(row[feature])];
        }
        return sum;
    }

    @Override
    public Optional<byte[]> toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeDouble(mean);
            out.writeInt(bins.length);
            for (int feature = 0; feature < bins.length; feature++) {
                double[] edges = bins[feature].edges();
                out.writeInt(edges.length);
                for (double edge : edges) {
                    out.writeDouble(edge);
                }
                for (double effect : effects[feature]) {
                    out.writeDouble(effect);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Optional.of(bytes.toByteArray());
    }

    static StepSum ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            ReferenceBytes.require(in.readByte() == VERSION, "it does not begin as version 1 does");
            double mean = in.readDouble();
            Binning[] bins = new Binning[number(in)];
            double[][] effects = new double[bins.length][];
            for (int feature = 0; feature < bins.length; feature++) {
                bins[feature] = Binning.ofEdges(numbers(in, number(in)));
                effects[feature] = numbers(in, bins[feature].size());
            }
            ReferenceBytes.require(in.read() < 0, "something follows its end");
            return new StepSum(mean, bins, effects);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidInputException(
                    "Bytes are no stumps: " + unreadable + ". Give what toBytes returned.", unreadable);
        }
    }

    /** A number of things of which each takes a byte or more. */
    private static int number(DataInputStream in) throws IOException {
        int number = in.readInt();
        ReferenceBytes.require(number >= 0 && number <= in.available(), "it has " + number + " parts");
        return number;
    }

    private static double[] numbers(DataInputStream in, int count) throws IOException {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }
}
