package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "0.912345, 0.9123",
        "12.3456, 12.35",
        "1234.56, 1235",
        "9999.6, 10_000",
        "123456, 123_456",
        "-1234567.8, −1_234_568",
        "1e15, 1e15",
        "2.345e-7, 2.34e−7",
        "0.0001, 0.0001",
        "100, 100",
        "NaN, –",
        "Infinity, ∞",
        "-Infinity, −∞"
    })
    void show_number_isShortAndPlain(double value, String shown) {
        assertThat(Numbers.show(value)).isEqualTo(shown.replace('_', '\u202f'));
    }

    @Test
    void decimals_ofColumn_sufficeForTheGreatest() {
        assertThat(Numbers.decimals(new double[] {1, 2, 30})).isZero();
        assertThat(Numbers.decimals(new double[] {1.5, 2.25})).isEqualTo(2);
        assertThat(Numbers.decimals(new double[] {1.23456, 2})).isEqualTo(3);
        assertThat(Numbers.decimals(new double[] {0.1234567})).isEqualTo(4);
        assertThat(Numbers.decimals(new double[] {1234.567, 999})).isZero();
    }

    @Test
    void decimals_ofValuesFarApart_areLeftToEach() {
        assertThat(Numbers.decimals(new double[] {1000, 0.001})).isEqualTo(-1);
        assertThat(Numbers.decimals(new double[] {})).isEqualTo(-1);
        assertThat(Numbers.decimals(new double[] {0, 0})).isEqualTo(-1);
        assertThat(Numbers.decimals(new double[] {1e300, 1e300})).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1.25, 1.3", "-0.04, 0", "-1.06, -1.1", "880.0, 880"})
    void place_pixels_haveAtMostOneDecimal(double pixels, String place) {
        assertThat(Numbers.place(pixels)).isEqualTo(place);
    }
}
