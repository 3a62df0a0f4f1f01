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
import org.jspecify.annotations.Nullable;

class RecordFileFuzzTest {
    private static final Path FILE = Path.of("record");

    @FuzzTest
    void decode_anyFile_isRefusedAsCorruptOrWrittenAgainAsItWas(byte[] input) throws Exception {
        decode(input);
        byte[] whole = withDigest(input);
        LogRecord record = decode(whole);
        if (record != null) {
            byte[] again = RecordFile.encode(record);
            assertThat(Arrays.copyOf(whole, again.length)).isEqualTo(again);
        }
    }

    private static @Nullable LogRecord decode(byte[] file) throws Exception {
        try {
            return Allocation.bounded(file.length, 200, () -> RecordFile.decode(file, 1, FILE));
        } catch (CorruptionException refused) {
            assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return null;
        }
    }

    /** A file that is whole by its digest, so that the search gets behind that. */
    private static byte[] withDigest(byte[] payload) {
        byte[] end = ("\nsha256:" + Digest.of(payload).hex() + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(payload, payload.length + end.length);
        System.arraycopy(end, 0, file, payload.length, end.length);
        return file;
    }
}
