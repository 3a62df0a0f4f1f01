package io.modelops.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "0.9, 0.9",
        "0.912345, 0.9123",
        "-1.23456, -1.235",
        "12345.6, 12346",
        "100, 100",
        "1e-9, 1E-9",
        "1e20, 1E+20",
        "NaN, not defined",
        "Infinity, Infinity",
        "0.1, 0.1",
        "99.99999, 100"
    })
    void of_number_hasFourDigitsAndNoLocale(double value, String words) {
        assertThat(Words.of(value)).isEqualTo(words);
    }
}
