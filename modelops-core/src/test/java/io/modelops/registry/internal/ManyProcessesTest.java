package io.modelops.registry.internal;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Digest;
import io.modelops.spi.LogRecord;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyProcessesTest {
    private static final int COMMITS = 100;

    @TempDir
    private Path root;

    @Test
    void putIfAbsent_twoProcessesWithAHundredCommitsEach_areAllThereOnce() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            writers.add(JavaProcess.start(Writer.class, root.toString(), "writer-" + writer));
        }
        List<String> acknowledged = new ArrayList<>();
        for (Process writer : writers) {
            acknowledged.addAll(JavaProcess.output(writer).lines().toList());
        }

        DirectoryStores stores = DirectoryStores.open(root);
        List<LogRecord> records = stores.log().read(1, 1_000);

        assertThat(records)
                .extracting(record -> record.sequence() + " " + record.operation())
                .containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(records)
                .extracting(LogRecord::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2 * COMMITS).boxed().toList());
        for (LogRecord record : records) {
            assertThat(stores.artifacts().contains(Digest.of("content " + record.sequence())))
                    .isTrue();
        }
        assertThat(root.resolve("tmp")).isEmptyDirectory();
        stores.log().close();
        stores.artifacts().close();
    }

    /** Commits and prints what was acknowledged. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            DirectoryStores stores = DirectoryStores.open(Path.of(arguments[0]));
            long next = 1;
            for (int commits = 0; commits < COMMITS; ) {
                next += stores.log().read(next, 1_000).size();
                String content = "content " + next;
                stores.artifacts().put(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
                LogRecord record = record(next, arguments[1]);
                if (stores.log().putIfAbsent(record)) {
                    System.out.println(next + " " + record.operation());
                    commits++;
                    next++;
                }
            }
        }
    }
}
