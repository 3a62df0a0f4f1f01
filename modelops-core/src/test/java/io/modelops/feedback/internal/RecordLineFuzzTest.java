package io.modelops.feedback.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.spi.PredictionLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

class RecordLineFuzzTest {
    @FuzzTest
    void decode_anyLine_isRefusedOrWrittenAgainToTheSameRecord(byte[] input) throws Exception {
        decode(input);
        decode(withChecksum(input));
    }

    private static void decode(byte[] line) throws Exception {
        PredictionLog.Entry record = Allocation.bounded(line.length, 200, () -> RecordLine.decode(line));
        if (record != null) {
            byte[] again = RecordLine.encode(record);
            assertThat(RecordLine.decode(Arrays.copyOf(again, again.length - 1)))
                    .isEqualTo(record);
        }
    }

    /** A line that is whole by its checksum, so that the search gets behind that. */
    private static byte[] withChecksum(byte[] json) {
        CRC32C checksum = new CRC32C();
        checksum.update(json, 0, json.length);
        byte[] start =
                (HexFormat.of().toHexDigits((int) checksum.getValue()) + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(start, start.length + json.length);
        System.arraycopy(json, 0, line, start.length, json.length);
        return line;
    }
}
