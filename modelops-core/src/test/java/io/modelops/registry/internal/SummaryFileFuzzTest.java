package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.spi.StoredSummary;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SummaryFileFuzzTest {
    private static final StoredSummary SAMPLE =
            new StoredSummary("windows/churn", "node-1", Instant.parse("2026-03-01T00:00:00Z"), new byte[] {1, 2, -3});
    private static final String GOLDEN =
            "4d4f533101000d77696e646f77732f636875726e00066e6f64652d310000019ca6b1dc00" + "000000030102fd";

    @FuzzTest
    void decode_anyBytes_isNothingOrWhatWasWritten(byte[] input) throws Exception {
        Optional<StoredSummary> read = Allocation.bounded(input.length, 500, () -> SummaryFile.decode(input));

        read.ifPresent(summary -> assertThat(SummaryFile.encode(summary)).isEqualTo(input));
    }

    @FuzzTest
    void decode_anyBytesWithTheirChecksum_isNothingOrWhatWasWritten(byte[] input) throws Exception {
        byte[] summed = withChecksum(input);

        Optional<StoredSummary> read = Allocation.bounded(input.length, 500, () -> SummaryFile.decode(summed));

        read.ifPresent(summary -> assertThat(SummaryFile.encode(summary)).isEqualTo(summed));
    }

    @Test
    void encode_sample_isTheFormThatWasPublished() {
        byte[] file = SummaryFile.encode(SAMPLE);

        assertThat(HexFormat.of().formatHex(Arrays.copyOf(file, file.length - 4)))
                .isEqualTo(GOLDEN);
        assertThat(SummaryFile.decode(withChecksum(HexFormat.of().parseHex(GOLDEN))))
                .contains(SAMPLE);
    }

    private static byte[] withChecksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return ByteBuffer.allocate(content.length + 4)
                .put(content)
                .putInt((int) checksum.getValue())
                .array();
    }
}
