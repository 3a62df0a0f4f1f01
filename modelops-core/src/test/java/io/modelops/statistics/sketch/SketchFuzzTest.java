package io.modelops.statistics.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.model.ModelOpsException;
import io.modelops.model.Profile;
import io.modelops.statistics.Moments;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Hostile bytes are refused or read as a summary that works, and never take much memory. */
class SketchFuzzTest {
    @FuzzTest
    void read_anyContent_isRefusedOrWorks(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        byte[] content = new byte[input.length - 1];
        System.arraycopy(input, 1, content, 0, content.length);
        SketchKind kind = SketchKind.values()[Math.floorMod(input[0], SketchKind.values().length)];
        byte[] framed = framed(kind, content);
        try {
            Allocation.bounded(input.length, 500, () -> read(kind, framed));
        } catch (IllegalArgumentException | ArithmeticException | ModelOpsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Test
    void read_mutatedContent_isRefusedOrWorks() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        List<byte[]> samples = List.copyOf(SketchFormTest.samples().values());
        for (int trial = 0; trial < 20_000; trial++) {
            byte[] sample = samples.get(trial % samples.size());
            byte[] input = Arrays.copyOfRange(sample, SketchWriter.HEADER - 1, sample.length);
            input[0] = (byte) (sample[5] - 1);
            for (int change = random.nextInt(4); change >= 0 && input.length > 1; change--) {
                int place = 1 + random.nextInt(Math.min(input.length - 1, 40));
                input[place] = (byte) random.nextInt(256);
            }
            read_anyContent_isRefusedOrWorks(input);
        }
    }

    @FuzzTest
    void read_anyBytes_isRefused(byte[] input) throws Exception {
        try {
            Allocation.bounded(input.length, 500, () -> read(SketchKind.QUANTILES, input));
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).startsWith("The bytes");
        }
    }

    /** A header that fits whatever content, so that the fuzzer gets past it. */
    private static byte[] framed(SketchKind kind, byte[] content) {
        ByteBuffer frame = ByteBuffer.allocate(SketchWriter.HEADER + content.length)
                .putInt(SketchWriter.MAGIC)
                .put(SketchWriter.VERSION)
                .put((byte) kind.code())
                .putInt(content.length)
                .putInt(0)
                .put(content);
        return frame.putInt(SketchWriter.HEADER - 4, SketchWriter.checksum(frame.array()))
                .array();
    }

    private static Object read(SketchKind kind, byte[] bytes) {
        return switch (kind) {
            case QUANTILES -> {
                QuantileSketch sketch = QuantileSketch.ofBytes(bytes);
                sketch.quantiles(0, 0.5, 1);
                assertThat(QuantileSketch.ofBytes(sketch.toBytes())).isEqualTo(sketch);
                yield sketch.merge(sketch);
            }
            case DISTINCT_COUNT -> {
                DistinctCount count = DistinctCount.ofBytes(bytes);
                count.estimate();
                yield count.merge(count);
            }
            case HEAVY_HITTERS -> {
                HeavyHitters found = HeavyHitters.ofBytes(bytes);
                assertThat(HeavyHitters.ofBytes(found.toBytes())).isEqualTo(found);
                yield found.merge(found);
            }
            case MOMENTS -> {
                Moments moments = Moments.ofBytes(bytes);
                yield moments.merge(moments).standardDeviation();
            }
            case RESERVOIR -> {
                Reservoir sample = Reservoir.ofBytes(bytes);
                assertThat(Reservoir.ofBytes(sample.toBytes())).isEqualTo(sample);
                yield sample.merge(sample).rows();
            }
            case PROFILE -> {
                Profile profile = Profile.ofBytes(bytes);
                assertThat(Profile.ofBytes(profile.toBytes())).isEqualTo(profile);
                yield profile.merge(profile);
            }
            default -> bytes; // fuzzed where it is read
        };
    }
}
