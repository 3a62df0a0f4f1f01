package io.modelops.monitoring.sink;

import io.modelops.model.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a webhook's message: HMAC-SHA256 (RFC 2104) with a shared secret over the time in seconds since 1970, a
 * full stop and the body, in lower-case hexadecimal digits behind {@code v1=}. The time is signed so that nobody can replay
 * an old message.
 */
public final class WebhookSignature {
    /** The header with the time at which an attempt was signed, in seconds since 1970. */
    public static final String TIMESTAMP_HEADER = "X-ModelOps-Timestamp";

    /** The header with the signature. */
    public static final String SIGNATURE_HEADER = "X-ModelOps-Signature";

    private static final String VERSION = "v1=";

    private WebhookSignature() {}

    /**
     * Signs a message.
     *
     * @param secret the shared secret, not empty
     * @param timestamp the time in seconds since 1970
     * @param body the message
     * @return the value of the header
     * @throws InvalidInputException if the secret is empty
     */
    public static String sign(byte[] secret, long timestamp, byte[] body) {
        if (secret.length == 0) {
            throw new InvalidInputException("The secret of a webhook is empty: expected some bytes.");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return VERSION + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HmacSHA256", impossible);
        }
    }

    /**
     * Whether a received message is genuine and fresh. Takes as long for a wrong signature as for a right one.
     *
     * @param secret the shared secret, not empty
     * @param timestamp the value of {@link #TIMESTAMP_HEADER}
     * @param signature the value of {@link #SIGNATURE_HEADER}
     * @param body the message
     * @param now the receiver's time
     * @param tolerance how far the time signed may be from that, either way
     * @return false if the signature is another one, or the time is unreadable or too far away
     * @throws InvalidInputException if the secret is empty
     */
    public static boolean verify(
            byte[] secret, String timestamp, String signature, byte[] body, Instant now, Duration tolerance) {
        long seconds;
        try {
            seconds = Long.parseLong(timestamp);
            Duration apart =
                    Duration.between(Instant.ofEpochSecond(seconds), now).abs();
            if (apart.compareTo(tolerance) > 0) {
                return false;
            }
        } catch (NumberFormatException | java.time.DateTimeException | ArithmeticException unreadable) {
            return false;
        }
        return MessageDigest.isEqual(
                sign(secret, seconds, body).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8));
    }
}
