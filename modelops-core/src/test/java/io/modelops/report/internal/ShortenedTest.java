package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortenedTest {
    @Test
    void cut_shortText_staysAsItIs() {
        assertThat(Shortened.cut("monthly_charges", 20)).isEqualTo("monthly_charges");
        assertThat(Shortened.cut("", 20)).isEmpty();
    }

    @Test
    void cut_longText_keepsBothEnds() {
        assertThat(Shortened.cut("customer_lifetime_value_90_days", 20)).isEqualTo("customer_life…0_days");
    }

    @Test
    void cut_characterOfTwoParts_isNotTorn() {
        String cut = Shortened.cut("\ud83d\ude00".repeat(40), 9);

        assertThat(cut).isEqualTo("\ud83d\ude00".repeat(5) + "…" + "\ud83d\ude00".repeat(3));
    }

    @Test
    void cut_actingCharacters_areSpelledOutBeforeTheyAreCounted() {
        assertThat(Shortened.cut("\u202e".repeat(1_000), 20))
                .hasSizeLessThanOrEqualTo(20)
                .doesNotContain("\u202e");
    }

    @Test
    void cut_hugeText_takesNoLongerThanAShortOne() {
        assertThat(Shortened.cut("x".repeat(10_000_000) + "end", 12)).isEqualTo("xxxxxxx…xend");
    }

    @Test
    void show_share_hasTheDigitsThatMatter() {
        assertThat(Percent.show(0.431234)).isEqualTo("43.1 %");
        assertThat(Percent.show(0.0429)).isEqualTo("4.29 %");
        assertThat(Percent.show(0.00001)).isEqualTo("under 0.01 %");
        assertThat(Percent.show(0)).isEqualTo("0 %");
        assertThat(Percent.show(1)).isEqualTo("100 %");
        assertThat(Percent.show(Double.NaN)).isEqualTo("–");
    }
}
