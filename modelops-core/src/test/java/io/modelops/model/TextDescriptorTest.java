package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextDescriptorTest {
    @ParameterizedTest
    @CsvSource({
        "LENGTH, 12",
        "WORDS, 3",
        "LETTERS, 0.5",
        "DIGITS, 0.16666666666666666",
        "UPPER_CASE, 0.16666666666666666",
        "WHITE_SPACE, 0.16666666666666666",
        "NON_ASCII, 0.16666666666666666",
        "EMPTY, 0"
    })
    void of_text_countsCharacters(TextDescriptor descriptor, double expected) {
        assertThat(descriptor.of("ABcé 42 d!e\uD83D\uDE00")).isCloseTo(expected, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource(TextDescriptor.class)
    void of_noText_isMissingAndEmptyTextIsNot(TextDescriptor descriptor) {
        assertThat(descriptor.of(null)).isNaN();
        assertThat(descriptor.of("")).isEqualTo(descriptor == TextDescriptor.EMPTY ? 1 : 0);
        assertThat(descriptor.of(" \n\t")).isIn(0.0, 1.0, 3.0);
    }

    @ParameterizedTest
    @EnumSource(TextDescriptor.class)
    void of_anyCharacters_isANumberInItsRange(TextDescriptor descriptor) {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 2_000; trial++) {
            char[] text = new char[random.nextInt(20)];
            for (int index = 0; index < text.length; index++) {
                text[index] = (char) random.nextInt(0x10000);
            }
            double value = descriptor.of(new String(text));
            boolean counts = descriptor == TextDescriptor.LENGTH || descriptor == TextDescriptor.WORDS;
            assertThat(value).as(Arrays.toString(text)).isBetween(0.0, counts ? text.length : 1.0);
        }
    }
}
