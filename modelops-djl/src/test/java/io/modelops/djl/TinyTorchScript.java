package io.modelops.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a TorchScript archive by hand: a module without attributes whose {@code forward} is given as source. */
final class TinyTorchScript {
    private static final String CODE = """
            class Tiny(Module):
              __parameters__ = []
              __buffers__ = []
              def forward(self: __torch__.Tiny,
                x: Tensor) -> Tensor:
                return %s
            """;

    private TinyTorchScript() {}

    /** Writes an archive whose module returns an expression of {@code x}. */
    static Path write(Path file, String expression) throws IOException {
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(file))) {
            put(archive, "tiny/data.pkl", object());
            put(archive, "tiny/code/__torch__.py", CODE.formatted(expression).getBytes(StandardCharsets.UTF_8));
            put(archive, "tiny/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(archive, "tiny/version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** Writes what {@code torch.save} would: a pickle in a zip, without a program. */
    static Path writeCheckpoint(Path file) throws IOException {
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(file))) {
            put(archive, "tiny/data.pkl", object());
            put(archive, "tiny/version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** The pickle of {@code __torch__.Tiny} with no attributes: global, empty tuple, new object, empty state, build. */
    private static byte[] object() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nTiny\n".getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream archive, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        archive.putNextEntry(entry);
        archive.write(content);
        archive.closeEntry();
    }
}
