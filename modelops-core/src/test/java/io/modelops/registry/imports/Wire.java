package io.modelops.registry.imports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protocol buffers by hand, enough of them for ONNX models that are no more than their own description. */
public final class Wire {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A model {@code x[batch, 3] -> y[batch, 1]} whose weights lie in another file, or inside if the location is empty. */
    public static byte[] model(String location) {
        Wire weights = new Wire().number(1, 3).number(2, 1).text(8, "weights");
        if (location.isEmpty()) {
            weights.bytes(9, new byte[12]);
        } else {
            weights.message(13, new Wire().text(1, "location").text(2, location));
            weights.message(13, new Wire().text(1, "length").text(2, "12"));
        }
        Wire graph = new Wire()
                .message(
                        1,
                        new Wire().text(1, "x").text(1, "weights").text(2, "y").text(4, "MatMul"))
                .text(2, "tiny")
                .message(5, weights)
                .message(11, value("x", 1, 3))
                .message(11, value("weights", 1, 1))
                .message(12, value("y", 1, 1));
        return new Wire()
                .number(1, 8)
                .text(2, "pytorch")
                .text(3, "2.7")
                .text(4, "com.acme")
                .number(5, 42)
                .text(6, "Who leaves?")
                .message(7, graph)
                .message(8, new Wire().text(1, "").number(2, 13))
                .message(14, new Wire().text(1, "author").text(2, "ana"))
                .toByteArray();
    }

    static Wire value(String name, int type, long width) {
        Wire shape = new Wire().message(1, new Wire().text(2, "batch")).message(1, new Wire().number(1, width));
        return new Wire()
                .text(1, name)
                .message(2, new Wire().message(1, new Wire().number(1, type).message(2, shape)));
    }

    Wire number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Wire text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Wire message(int field, Wire value) {
        return bytes(field, value.toByteArray());
    }

    Wire bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
