package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the inputs and outputs of a graph. */
final class OnnxValues {
    private static final int MOST_DIMENSIONS = 100;

    private final WireReader wire;
    private final List<Long> shape = new ArrayList<>();
    private int elementType;
    private boolean hasShape;

    private OnnxValues(WireReader wire) {
        this.wire = wire;
    }

    static OnnxModel.Value read(WireReader wire, int longestName) throws IOException {
        OnnxValues value = new OnnxValues(wire);
        String name = "";
        long end = wire.enter();
        while (wire.next(end)) {
            if (wire.is(1, WireReader.BYTES)) {
                name = wire.text(longestName);
            } else if (wire.is(2, WireReader.BYTES)) {
                value.type();
            }
        }
        return new OnnxModel.Value(name, value.elementType, List.copyOf(value.shape), value.hasShape);
    }

    private void type() throws IOException {
        long end = wire.enter();
        while (wire.next(end)) {
            if (wire.is(1, WireReader.BYTES)) {
                tensorType();
            }
        }
    }

    private void tensorType() throws IOException {
        long end = wire.enter();
        while (wire.next(end)) {
            if (wire.is(1, WireReader.NUMBER)) {
                elementType = (int) Math.max(0, Math.min(wire.number(), 1_000));
            } else if (wire.is(2, WireReader.BYTES)) {
                hasShape = true;
                shape();
            }
        }
    }

    private void shape() throws IOException {
        long end = wire.enter();
        while (wire.next(end)) {
            if (wire.is(1, WireReader.BYTES)) {
                shape.add(dimension());
            }
            if (shape.size() > MOST_DIMENSIONS) {
                throw wire.refused("has a tensor of more than " + MOST_DIMENSIONS + " dimensions");
            }
        }
    }

    private long dimension() throws IOException {
        long end = wire.enter();
        long size = -1;
        while (wire.next(end)) {
            if (wire.is(1, WireReader.NUMBER)) {
                size = wire.number() < 0 ? -1 : wire.number();
            }
        }
        return size;
    }
}
