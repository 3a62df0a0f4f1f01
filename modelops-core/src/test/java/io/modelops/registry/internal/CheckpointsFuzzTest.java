package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.spi.LogRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

class CheckpointsFuzzTest {
    @FuzzTest
    void decode_anyStretch_isRefusedAsCorruptOrHoldsTheRecordsOfItsName(byte[] input) throws Exception {
        decode(input, 1);
        byte[] end = ("sha256:" + Digest.of(input).hex() + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(input, input.length + end.length);
        System.arraycopy(end, 0, whole, input.length, end.length);
        int lines = 0;
        for (byte value : input) {
            lines += value == '\n' ? 1 : 0;
        }
        decode(whole, lines);
    }

    private static void decode(byte[] content, int count) throws Exception {
        List<LogRecord> records;
        try {
            records = Allocation.bounded(
                    content.length, 500, () -> List.copyOf(Checkpoints.decode(content, 1, count, Path.of("stretch"))));
        } catch (CorruptionException refused) {
            assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(records).hasSize(count);
        for (int index = 0; index < count; index++) {
            assertThat(records.get(index).sequence()).isEqualTo(index + 1L);
        }
    }
}
