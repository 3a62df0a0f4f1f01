package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
    @Test
    void of_plainText_isTheSame() {
        String text = "Größe < 5 & 中文 עברית 👩‍🔬\n\tnext";

        assertThat(Visible.of(text)).isSameAs(text);
    }

    @Test
    void of_charactersThatActOnOthers_areSpelledOut() {
        assertThat(Visible.of("a\u202eb\u2066c\u0000d\u200fe\ufefff"))
                .isEqualTo("a\\u202eb\\u2066c\\u0000d\\u200fe\\ufefff");
    }

    @Test
    void of_halfACharacter_isSpelledOut() {
        assertThat(Visible.of("\ud83d\ude00\ud83d")).isEqualTo("\ud83d\ude00\\ud83d");
        assertThat(Visible.of("\ude00x")).isEqualTo("\\ude00x");
    }
}
