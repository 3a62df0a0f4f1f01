package io.modelops.monitoring.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.model.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    private static final byte[] SECRET = "It's a secret".getBytes(UTF_8);
    private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);
    private static final String TIME = "1700000000";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    // Python: hmac.new(b"It's a secret", b'1700000000.{"a":1}', hashlib.sha256).hexdigest()
    private static final String SIGNATURE = "v1=063c01779d2db19173363fe63eef90a220a70862d2f4742cbb8b449a2c73c877";

    @Test
    void sign_message_isHmacSha256OfTimeAndBody() {
        assertThat(WebhookSignature.sign(SECRET, 1_700_000_000, BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void verify_anyBitOfTheBodyFlipped_isFalse() {
        assertThat(verify(TIME, SIGNATURE, BODY, NOW)).isTrue();
        for (int bit = 0; bit < 8 * BODY.length; bit++) {
            byte[] altered = BODY.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verify(TIME, SIGNATURE, altered, NOW)).isFalse();
        }
    }

    @Test
    void verify_anotherTimeSecretOrSignature_isFalse() {
        assertThat(verify("1700000001", SIGNATURE, BODY, NOW)).isFalse();
        assertThat(verify(TIME, "v1=", BODY, NOW)).isFalse();
        assertThat(verify(TIME, SIGNATURE.replace("v1", "v2"), BODY, NOW)).isFalse();
        assertThat(verify(TIME, "", BODY, NOW)).isFalse();
        assertThat(WebhookSignature.verify(new byte[1], TIME, SIGNATURE, BODY, NOW, TOLERANCE))
                .isFalse();
    }

    @Test
    void verify_tooOldTooNewOrUnreadable_isFalse() {
        assertThat(verify(TIME, SIGNATURE, BODY, NOW.plus(TOLERANCE))).isTrue();
        assertThat(verify(TIME, SIGNATURE, BODY, NOW.plus(TOLERANCE).plusSeconds(1)))
                .isFalse();
        assertThat(verify(TIME, SIGNATURE, BODY, NOW.minus(TOLERANCE).minusSeconds(1)))
                .isFalse();
        assertThat(verify("now", SIGNATURE, BODY, NOW)).isFalse();
        assertThat(verify("9223372036854775807", SIGNATURE, BODY, NOW)).isFalse();
        assertThat(verify("-9223372036854775808", SIGNATURE, BODY, NOW)).isFalse();
    }

    @Test
    void sign_emptySecret_isRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> WebhookSignature.sign(new byte[0], 0, BODY));
    }

    private static boolean verify(String time, String signature, byte[] body, Instant now) {
        return WebhookSignature.verify(SECRET, time, signature, body, now, TOLERANCE);
    }
}
