package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The binary form of an estimation for several classes, version 1, big-endian: the bytes {@code MOME}, the version; the
 * number of rows; the number of classes and for each the length and the bytes of its {@link ReferenceBytes}; the number
 * of metrics and for each its label and its usual range.
 */
final class MulticlassBytes {
    private static final int MAGIC = 0x4D4F4D45;
    private static final int VERSION = 1;

    interface Read {
        MulticlassEstimation of(List<BinaryReference> references, Map<MulticlassMetric, UsualRange> usual, long rows);
    }

    private MulticlassBytes() {}

    static byte[] write(List<BinaryReference> references, Map<MulticlassMetric, UsualRange> usual, long rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            out.writeLong(rows);
            out.writeInt(references.size());
            for (BinaryReference reference : references) {
                byte[] one = ReferenceBytes.write(reference);
                out.writeInt(one.length);
                out.write(one);
            }
            out.writeByte(usual.size());
            for (Map.Entry<MulticlassMetric, UsualRange> range : usual.entrySet()) {
                out.writeUTF(range.getKey().label());
                ReferenceBytes.write(range.getValue(), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static MulticlassEstimation read(byte[] bytes, Read made) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            ReferenceBytes.require(
                    in.readInt() == MAGIC && in.readByte() == VERSION, "it does not begin as version 1 does");
            long rows = in.readLong();
            ReferenceBytes.require(rows > 0, "it has " + rows + " rows");
            int classes = in.readInt();
            ReferenceBytes.require(classes >= 2, "it has " + classes + " classes");
            List<BinaryReference> references = new ArrayList<>();
            for (int one = 0; one < classes; one++) {
                references.add(ReferenceBytes.read(part(in)));
            }
            Map<MulticlassMetric, UsualRange> usual = new EnumMap<>(MulticlassMetric.class);
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                usual.put(MulticlassMetric.ofLabel(in.readUTF()), ReferenceBytes.usual(in));
            }
            ReferenceBytes.require(in.read() < 0, "something follows its end");
            return made.of(references, usual, rows);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidInputException(
                    "Bytes are no estimation: " + unreadable + ". Give what toBytes returned.", unreadable);
        }
    }

    /** Some bytes behind their number; never more than there are. */
    static byte[] part(DataInputStream in) throws IOException {
        int length = in.readInt();
        ReferenceBytes.require(length >= 0 && length <= in.available(), "a part has " + length + " bytes");
        return in.readNBytes(length);
    }
}
