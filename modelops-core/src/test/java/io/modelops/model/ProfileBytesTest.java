package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.statistics.sketch.DistinctCountAccumulator;
import io.modelops.statistics.sketch.HeavyHitters;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileBytesTest {
    /** Every part that a profile can have. */
    static Profile full() {
        DistinctCountAccumulator distinct = new DistinctCountAccumulator();
        IntStream.range(0, 100).forEach(distinct::add);
        HeavyHitters frequent = new HeavyHitters(
                2, 9, 1, List.of(new HeavyHitters.Item("gold", 4), new HeavyHitters.Item("é\uD83D\uDE00", 3)));
        return new Profile(
                15,
                List.of(
                        new FeatureProfile.Numeric(
                                "spend",
                                List.of(-0.5, 1e-300, 3.1),
                                List.of(1L, 2L, 3L, 4L, 5L),
                                1.0 / 3,
                                0.1,
                                -Double.MIN_VALUE,
                                Double.MAX_VALUE,
                                new Irregularities(1, 2, 3, 4, 5, 0),
                                distinct.snapshot(),
                                frequent),
                        new FeatureProfile.Numeric(
                                "nothing", List.of(), List.of(0L, 0L), Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                        new FeatureProfile.Categorical(
                                "plan",
                                List.of("a\"b\n", "", "half \uD83D", "half \uDE00"),
                                List.of(7L, 2L, Long.MAX_VALUE, 1L, 0L, 1L),
                                new Irregularities(0, 0, 0, 1, 0, 1),
                                distinct.snapshot(),
                                null),
                        new FeatureProfile.Categorical("city", List.of(), List.of(3L, 0L))));
    }

    @Test
    void bytes_fullProfile_comesBackEqual() {
        Profile profile = full();

        assertThat(Profile.ofBytes(profile.toBytes())).isEqualTo(profile);
        assertThat(Profile.ofJson(profile.toJson())).isEqualTo(profile);
    }

    @Test
    void bytes_ofTheFirstVersion_areReadAndWrittenAsTheyWere() throws IOException {
        byte[] golden;
        try (InputStream file = ProfileBytesTest.class.getResourceAsStream("profile-v1.hex")) {
            golden = HexFormat.of()
                    .parseHex(new String(Objects.requireNonNull(file).readAllBytes()).replaceAll("\\s", ""));
        }

        assertThat(Profile.ofBytes(golden)).isEqualTo(full());
        assertThat(full().toBytes()).isEqualTo(golden);
    }

    @Test
    void bytes_profileOf25Columns_takesLessThan25Kilobytes() {
        SplittableRandom random = new SplittableRandom(1);
        List<FeatureProfile> columns = IntStream.range(0, 25)
                .mapToObj(column -> column % 5 == 0 ? categorical(column, random) : numeric(column, random))
                .toList();

        assertThat(new Profile(1_000_000_000, columns).toBytes()).hasSizeLessThan(25_000);
    }

    private static FeatureProfile numeric(int column, SplittableRandom random) {
        return new FeatureProfile.Numeric(
                "a numeric feature with number " + column,
                random.doubles(32).boxed().toList(),
                random.longs(34, 0, 1_000_000_000).boxed().toList(),
                0.1,
                0.2,
                0.3,
                0.4);
    }

    private static FeatureProfile categorical(int column, SplittableRandom random) {
        return new FeatureProfile.Categorical(
                "a categorical feature with number " + column,
                IntStream.range(0, 50).mapToObj(index -> "category " + index).toList(),
                random.longs(52, 0, 1_000_000_000).boxed().toList());
    }

    @Test
    void bytes_damagedAnywhere_areRefused() {
        byte[] good = full().toBytes();
        for (int index = 0; index < good.length; index++) {
            byte[] bad = good.clone();
            bad[index] ^= 0x10;
            assertThatThrownBy(() -> Profile.ofBytes(bad)).isInstanceOf(CorruptionException.class);
        }
    }

    @Test
    void bytes_cutAnywhere_areRefused() {
        byte[] good = full().toBytes();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Profile.ofBytes(cut)).isInstanceOf(CorruptionException.class);
        }
    }

    @Test
    void json_nothingThatIsAProfile_isRefused() {
        for (String json : List.of("", "null", "[]", "{", "{\"rows\":1}", "{\"rows\":1,\"features\":[null]}")) {
            assertThatThrownBy(() -> Profile.ofJson(json)).as(json).isInstanceOf(CorruptionException.class);
        }
    }

    @Test
    void json_partsThatSayNothing_areLeftOut() {
        Profile plain = new Profile(3, List.of(full().features().get(3)));

        assertThat(plain.toJson())
                .isEqualTo("{\"rows\":3,\"features\":[{\"kind\":\"categorical\",\"name\":\"city\",\"categories\":[],"
                        + "\"counts\":[3,0]}]}");
        assertThat(full().toJson()).contains("\"irregularities\":{\"nan\":1,\"positiveInfinity\":2,");
    }
}
