package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /** The example of FIPS 180-4; {@code printf abc | sha256sum}. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void of_publishedExamples_matchesThem() {
        assertThat(Digest.of("abc").hex()).isEqualTo(ABC);
        // printf '' | sha256sum
        assertThat(Digest.of(new byte[0]).hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        // printf '\303\244\342\202\254' | sha256sum
        assertThat(Digest.of("ä€").hex()).isEqualTo("2fb8a79d88df89f8370b312db3ff68fd6aa857549cc41a685b4022e99e5fc5a2");
    }

    @Test
    void finish_contentInPieces_isTheDigestOfTheWholeAndStartsAnew() {
        MessageDigest computation = Digest.algorithm();
        computation.update("a".getBytes(StandardCharsets.UTF_8));
        computation.update("bc".getBytes(StandardCharsets.UTF_8));

        assertThat(Digest.finish(computation).hex()).isEqualTo(ABC);
        assertThat(Digest.finish(computation)).isEqualTo(Digest.of(""));
    }

    @Test
    void parse_writtenFormOrBareHex_isRead() {
        assertThat(Digest.parse("sha256:" + ABC)).isEqualTo(Digest.of("abc"));
        assertThat(Digest.parse(ABC)).isEqualTo(Digest.of("abc"));
        assertThat(Digest.parse(Digest.of("abc").toString())).isEqualTo(Digest.of("abc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                "ba7816",
                "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
                "../../../../../../../../../../../../../../../../../../etc/passwd"
            })
    void parse_anythingElse_throws(String text) {
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("64 lower-case hexadecimal digits")
                .hasMessageNotContaining("\n");
    }

    @Test
    void compareTo_digests_ordersThemAsText() {
        Digest low = new Digest("0".repeat(64));
        Digest high = new Digest("f".repeat(64));

        assertThat(low).isLessThan(high);
        assertThat(low).isEqualByComparingTo(new Digest("0".repeat(64)));
    }
}
