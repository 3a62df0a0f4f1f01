package io.modelops.statistics.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.statistics.Moments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was written by the first version is read and written as it was, by this version and all later ones. */
class SketchFormTest {
    private static final Map<String, Function<byte[], byte[]>> READ_AND_WRITTEN = Map.of(
            "quantiles", bytes -> QuantileSketch.ofBytes(bytes).toBytes(),
            "distinct-count", bytes -> DistinctCount.ofBytes(bytes).toBytes(),
            "heavy-hitters", bytes -> HeavyHitters.ofBytes(bytes).toBytes(),
            "moments", bytes -> Moments.ofBytes(bytes).toBytes(),
            "reservoir", bytes -> Reservoir.ofBytes(bytes).toBytes());

    static Map<String, byte[]> samples() {
        QuantileSketchAccumulator quantiles = new QuantileSketchAccumulator();
        DistinctCountAccumulator distinct = new DistinctCountAccumulator();
        HeavyHittersAccumulator heavyHitters = new HeavyHittersAccumulator(3);
        ReservoirAccumulator reservoir = new ReservoirAccumulator(4, 42);
        IntStream.range(0, 50).forEach(value -> {
            quantiles.add((value - 10) * 1.5);
            distinct.add("value " + value);
            heavyHitters.add("é" + value % 4);
            reservoir.addWeighted(1 + value % 3, value, -value);
        });
        quantiles.add(Double.NaN);
        quantiles.add(Double.POSITIVE_INFINITY);
        return new TreeMap<>(Map.of(
                "quantiles", quantiles.snapshot().toBytes(),
                "distinct-count", distinct.snapshot().toBytes(),
                "heavy-hitters", heavyHitters.snapshot().toBytes(),
                "moments", Moments.of(1, 2, 4, Double.NaN).toBytes(),
                "reservoir", reservoir.snapshot().toBytes()));
    }

    private static byte[] readAndWritten(String name, byte[] bytes) {
        return Objects.requireNonNull(READ_AND_WRITTEN.get(name)).apply(bytes);
    }

    private static Map<String, byte[]> golden() throws IOException {
        try (InputStream file = SketchFormTest.class.getResourceAsStream("sketches-v1.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(
                            parts -> parts[0], parts -> HexFormat.of().parseHex(parts[1])));
        }
    }

    @Test
    void bytes_ofTheFirstVersion_areReadAndWrittenAsTheyWere() throws IOException {
        assertThat(golden()).hasSize(READ_AND_WRITTEN.size());
        golden().forEach((name, bytes) ->
                assertThat(readAndWritten(name, bytes)).as(name).isEqualTo(bytes));
    }

    @Test
    void bytes_ofTheSameStream_areStillTheSame() throws IOException {
        Map<String, byte[]> samples = samples();

        golden().forEach((name, bytes) -> assertThat(samples.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void bytes_damagedOrCutAnywhere_areRefused() {
        samples().forEach((name, good) -> {
            for (int index = 0; index < good.length; index++) {
                byte[] bad = good.clone();
                bad[index]++;
                byte[] cut = Arrays.copyOf(good, index);
                assertRefused(name, bad);
                assertRefused(name, cut);
            }
            assertRefused(name, Arrays.copyOf(good, good.length + 1));
        });
    }

    private static void assertRefused(String name, byte[] bytes) {
        assertThatThrownBy(() -> readAndWritten(name, bytes))
                .as(name)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The bytes");
    }

    @Test
    void bytes_ofAnotherKindOrVersion_sayWhich() {
        byte[] moments = Moments.EMPTY.toBytes();
        assertThatThrownBy(() -> Reservoir.ofBytes(moments)).hasMessageContaining("kind 4; expected 5");
        byte[] later = moments.clone();
        later[4] = 2;
        assertThatThrownBy(() -> Moments.ofBytes(later)).hasMessageContaining("version 2");
    }

    @Test
    void count_everyLength_comesBack() {
        long[] counts = {0, 1, 127, 128, 16_383, 16_384, 1L << 35, 1L << 62, Long.MAX_VALUE};
        SketchWriter writer = new SketchWriter(SketchKind.MOMENTS);
        Arrays.stream(counts).forEach(writer::count);
        SketchReader reader = new SketchReader(SketchKind.MOMENTS, writer.toBytes());

        for (long count : counts) {
            assertThat(reader.count()).isEqualTo(count);
        }
        reader.end();
        assertThatThrownBy(reader::count).hasMessageContaining("too early");
        assertThatThrownBy(() -> writer.count(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
