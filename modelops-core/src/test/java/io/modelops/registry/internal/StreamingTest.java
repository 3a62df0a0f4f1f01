package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.crash.CrashRun;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content passes through: no file of a model is ever in memory as a whole. */
@Tag("crash")
class StreamingTest {
    private static final int MEGABYTES = CrashRun.of(300, 4096);
    private static final int HEAP = CrashRun.of(32, 256);
    private static final long BYTES = (long) MEGABYTES << 20;

    @TempDir
    private Path directory;

    @Test
    void register_fileManyTimesTheHeap_isRegisteredVerifiedAndCopied() throws Exception {
        // The registry's file and the copy; the source takes no room.
        if (Files.getFileStore(directory).getUsableSpace() < 3 * BYTES) {
            CrashRun.unavailable("large-artifact", "less than " + 3 * MEGABYTES + " MB are free in " + directory);
        } else {
            Path source = directory.resolve("large.onnx");
            try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
                file.seek(BYTES - 1);
                file.write(1);
            }

            String output = JavaProcess.output(
                    JavaProcess.start(List.of("-Xmx" + HEAP + "m"), Node.class, directory.toString()));

            assertThat(output).isEqualTo("whole=true verified=" + BYTES + " version=large:1");
            assertThat(Files.mismatch(source, directory.resolve("copy").resolve("large.onnx")))
                    .isEqualTo(-1);
            CrashRun.report("large-artifact", 1, 0, "megabytes=" + MEGABYTES + " heap=" + HEAP);
        }
        assertThat(BYTES).isGreaterThan(8L * HEAP << 20);
    }

    /** Registers the file, verifies the registry and copies the version. */
    static final class Node {
        private Node() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            try (ModelRegistry registry = ModelRegistry.open(directory.resolve("registry"))) {
                ModelVersion version = registry.register("large", directory.resolve("large.onnx"), model -> {});
                var report = registry.verify();
                registry.copyFiles(version, Files.createDirectory(directory.resolve("copy")));
                System.out.println(
                        "whole=" + report.isWhole() + " verified=" + report.bytes() + " version=" + version.ref());
            }
        }
    }
}
