package io.modelops.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Multiplies and shifts each column by constants, and keeps the result within a limit. The constants are parameters that
 * training leaves alone, so the scaling is saved and loaded with the weights it belongs to.
 */
final class StandardisingBlock extends AbstractBlock {
    private static final byte VERSION = 1;

    private final Parameter factor;
    private final Parameter shift;
    private float limit;

    private StandardisingBlock(float[] factor, float[] shift, float limit) {
        super(VERSION);
        this.factor = addParameter(constant("factor", factor));
        this.shift = addParameter(constant("shift", shift));
        this.limit = limit;
    }

    /** A block that gives each column of the rows mean 0 and standard deviation 1; a constant column becomes 0. */
    static StandardisingBlock standardising(float[][] rows, float limit) {
        int width = rows[0].length;
        float[] factor = new float[width];
        float[] shift = new float[width];
        for (int column = 0; column < width; column++) {
            Column values = Column.of(rows, column);
            double scale = values.isConstant() ? 1 : 1 / values.deviation();
            factor[column] = (float) scale;
            shift[column] = (float) (-values.mean() * scale);
        }
        return new StandardisingBlock(factor, shift, limit);
    }

    /** A block that brings a column of mean 0 and standard deviation 1 back to the scale of the rows. */
    static StandardisingBlock restoring(float[][] rows) {
        int width = rows[0].length;
        float[] factor = new float[width];
        float[] shift = new float[width];
        for (int column = 0; column < width; column++) {
            Column values = Column.of(rows, column);
            factor[column] = values.isConstant() ? 1 : (float) values.deviation();
            shift[column] = (float) values.mean();
        }
        return new StandardisingBlock(factor, shift, Float.POSITIVE_INFINITY);
    }

    /** A block of some width whose constants are about to be loaded. */
    static StandardisingBlock empty(int width) {
        return new StandardisingBlock(new float[width], new float[width], Float.POSITIVE_INFINITY);
    }

    private static Parameter constant(String name, float[] values) {
        return Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(values.length))
                .optInitializer((manager, shape, type) -> manager.create(values, shape))
                .optRequiresGrad(false)
                .build();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray input = inputs.singletonOrThrow();
        NDArray scaled = input.mul(parameters.getValue(factor, input.getDevice(), training))
                .add(parameters.getValue(shift, input.getDevice(), training));
        return new NDList(Float.isInfinite(limit) ? scaled : scaled.clip(-limit, limit));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }

    @Override
    protected void saveMetadata(DataOutputStream out) throws IOException {
        saveInputShapes(out);
        out.writeFloat(limit);
    }

    @Override
    public void loadMetadata(byte version, DataInputStream in) throws IOException {
        if (version != VERSION) {
            throw new IOException("scaling of version " + version + ", expected " + VERSION);
        }
        readInputShapes(in);
        limit = in.readFloat();
        if (!(limit > 0)) {
            throw new IOException("scaling with limit " + limit + ", expected more than 0");
        }
    }

    /** The mean and the population standard deviation of one column. */
    private record Column(double mean, double deviation) {
        private static final double RELATIVE_ROUNDING = 1e-7;

        static Column of(float[][] rows, int column) {
            double sum = 0;
            for (float[] row : rows) {
                sum += row[column];
            }
            double mean = sum / rows.length;
            double squares = 0;
            for (float[] row : rows) {
                squares += (row[column] - mean) * (row[column] - mean);
            }
            return new Column(mean, Math.sqrt(squares / rows.length));
        }

        boolean isConstant() {
            return deviation <= RELATIVE_ROUNDING * Math.max(1, Math.abs(mean));
        }
    }
}
