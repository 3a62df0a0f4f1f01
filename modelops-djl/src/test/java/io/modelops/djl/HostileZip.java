package io.modelops.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip files that no honest tool writes. */
final class HostileZip {
    /** What a TorchScript archive consists of. */
    static final List<String> PARTS = List.of("t/data.pkl", "t/code/__torch__.py", "t/constants.pkl");

    private HostileZip() {}

    /** The parts of a TorchScript archive, and further empty entries. */
    static byte[] withEntries(List<String> further) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : PARTS) {
                put(zip, name, new byte[] {'.'});
            }
            for (String name : further) {
                put(zip, name, new byte[0]);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Entries with content. */
    static byte[] of(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Several entries in the table of contents that all mean the same bytes. */
    static byte[] overlapping(List<String> names, int size) {
        byte[] content = new byte[size];
        CRC32 sum = new CRC32();
        sum.update(content);
        ByteBuffer zip = ByteBuffer.allocate(size + 4096).order(ByteOrder.LITTLE_ENDIAN);
        byte[] first = names.get(0).getBytes(StandardCharsets.UTF_8);
        zip.putInt(0x04034B50);
        common(zip, sum, size, first).putShort((short) 0).put(first).put(content);
        int start = zip.position();
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            zip.putInt(0x02014B50).putShort((short) 20);
            common(zip, sum, size, bytes).put(new byte[16]).put(bytes);
        }
        int end = zip.position();
        short count = (short) names.size();
        zip.putInt(0x06054B50).putInt(0).putShort(count).putShort(count);
        zip.putInt(end - start).putInt(start).putShort((short) 0);
        byte[] bytes = new byte[zip.position()];
        zip.flip().get(bytes);
        return bytes;
    }

    private static ByteBuffer common(ByteBuffer zip, CRC32 sum, int size, byte[] name) {
        return zip.putShort((short) 20)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt((int) sum.getValue())
                .putInt(size)
                .putInt(size)
                .putShort((short) name.length);
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
