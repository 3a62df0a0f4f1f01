package io.modelops.monitoring.sink;

import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Severity;
import io.modelops.monitoring.sink.WebhookReceiver.Received;
import io.modelops.spi.AlertChange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WebhookAlertSinkTest {
    private static final byte[] SECRET = "correct horse".getBytes(UTF_8);

    private WebhookReceiver receiver;
    private @Nullable WebhookAlertSink sink;

    @BeforeEach
    void listen() throws IOException {
        receiver = new WebhookReceiver();
    }

    @AfterEach
    void close() {
        receiver.close();
        if (sink != null) {
            sink.close();
        }
    }

    @Test
    void send_alert_arrivesAsSignedJson() {
        WebhookAlertSink sink =
                start(to("/hook?token=1").secret("correct horse").header("Authorization", "Bearer x"));

        sink.send(alert("alert-1"));
        soon().until(() -> sink.status().delivered() == 1);

        Received received = receiver.received.get(0);
        assertThat(received.path()).isEqualTo("/hook?token=1");
        assertThat(received.header("Content-Type")).isEqualTo("application/json");
        assertThat(received.header("Authorization")).isEqualTo("Bearer x");
        assertThat(new String(received.body(), UTF_8))
                .startsWith("{\"format\":1,\"type\":\"alert.raised\",\"alert\":{\"id\":\"alert-1\",\"model\":\"churn\"")
                .contains(
                        "\"severity\":\"WARNING\"",
                        "\"value\":\"NaN\"",
                        "\"summary\":\"spend: größer \\\"als\\\" <erwartet>\"");
        assertThat(isGenuine(received)).isTrue();
        received.body()[0]++;
        assertThat(isGenuine(received)).isFalse();
    }

    @Test
    void changed_resolved_saysWhoWhenAndWhy() {
        WebhookAlertSink sink = start(to("/"));

        sink.changed(alert("alert-1"), new AlertChange(AlertChange.Kind.ACKNOWLEDGED, START, Actor.by("ana"), "on it"));
        soon().until(() -> sink.status().delivered() == 1);

        assertThat(new String(receiver.received.get(0).body(), UTF_8))
                .contains("\"alert.acknowledged\"", "\"ana\"", "\"on it\"", START.toString());
        assertThat(receiver.received.get(0).headers()).doesNotContainKey(WebhookSignature.SIGNATURE_HEADER);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void send_temporaryFailure_isRepeatedUnderTheSameKey(int status) {
        receiver.then(status).then(status);
        WebhookAlertSink sink = start(to("/"));

        sink.send(alert("alert-1"));
        soon().until(() -> sink.status().delivered() == 1);

        assertThat(sink.status()).isEqualTo(new WebhookStatus(0, 1, 2, 0, 0));
        assertThat(receiver.received)
                .extracting(one -> one.header("Idempotency-Key"))
                .containsOnly("alert-1-raised");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422})
    void send_finalRefusal_isGivenUpAtOnceAndTheNextIsDelivered(int status) {
        receiver.then(status);
        WebhookAlertSink sink = start(to("/"));

        sink.send(alert("alert-1"));
        sink.send(alert("alert-2"));
        soon().until(() -> sink.status().delivered() == 1);

        assertThat(sink.status()).isEqualTo(new WebhookStatus(0, 1, 0, 1, 0));
        assertThat(receiver.received).hasSize(2);
    }

    @Test
    void send_connectionIsCutOrNothingComesBackOrTheAnswerNeverEnds_isRepeated() {
        receiver.thenACut().thenNothing().thenATrickle();
        WebhookAlertSink sink = start(to("/").timeout(Duration.ofMillis(200)));

        sink.send(alert("alert-1"));
        soon().until(() -> sink.status().delivered() == 1);

        assertThat(sink.status().retries()).isEqualTo(3);
    }

    @Test
    void send_nobodyListens_isRepeatedUntilTheDeadline() {
        URI gone = receiver.address("/");
        receiver.close();
        WebhookAlertSink sink = start(AlertSinks.webhook(gone)
                .deadline(Duration.ofMillis(300))
                .backoff(Duration.ofMillis(10), Duration.ofMillis(20)));

        sink.send(alert("alert-1"));
        soon().until(() -> sink.status().givenUp() == 1);

        assertThat(sink.status().retries()).isPositive();
    }

    @Test
    void send_askedToComeBackAfterTheDeadline_isGivenUpAtOnce() {
        receiver.then(503, "Retry-After", "3600");
        WebhookAlertSink sink = start(to("/"));

        sink.send(alert("alert-1"));
        soon().until(() -> sink.status().givenUp() == 1);

        assertThat(receiver.received).hasSize(1);
    }

    @Test
    void send_askedToComeBackLater_doesNotComeEarlier() {
        receiver.then(429, "Retry-After", "1");
        WebhookAlertSink sink = start(to("/"));
        long before = System.nanoTime();

        sink.send(alert("alert-1"));
        soon().until(() -> sink.status().delivered() == 1);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void send_redirectedOnTheSameHost_isFollowed() {
        receiver.then(307, "Location", "/elsewhere")
                .then(308, "Location", receiver.address("/there").toString());
        WebhookAlertSink sink = start(to("/").secret("correct horse"));

        sink.send(alert("alert-1"));
        soon().until(() -> sink.status().delivered() == 1);

        assertThat(receiver.received).extracting(Received::path).containsExactly("/", "/elsewhere", "/there");
        assertThat(isGenuine(receiver.received.get(2))).isTrue();
    }

    @Test
    void send_redirectedToAnotherHostOrAnotherMethodOrInACircle_isGivenUp() throws IOException {
        try (WebhookReceiver other = new WebhookReceiver()) {
            receiver.then(307, "Location", other.address("/").toString())
                    .then(302, "Location", "/elsewhere")
                    .then(307)
                    .then(307, "Location", "http://[broken");
            for (int time = 0; time < 4; time++) {
                receiver.then(308, "Location", "/");
            }
            WebhookAlertSink sink = start(to("/"));
            for (int message = 0; message < 5; message++) {
                sink.send(alert("alert-" + message));
            }
            soon().until(() -> sink.status().givenUp() == 5);

            assertThat(other.received).isEmpty();
            assertThat(receiver.received).hasSize(8);
        }
    }

    @Test
    void send_moreThanFit_countsAndDropsTheNewest() {
        receiver.thenNothing();
        WebhookAlertSink sink = start(to("/").capacity(2).timeout(Duration.ofMinutes(1)));
        sink.send(alert("alert-0"));
        soon().until(() -> receiver.received.size() == 1);

        for (int message = 1; message <= 5; message++) {
            sink.send(alert("alert-" + message));
        }

        assertThat(sink.status()).isEqualTo(new WebhookStatus(3, 0, 0, 0, 3));
    }

    @Test
    void send_idThatNoHeaderCanHold_isDelivered() {
        WebhookAlertSink sink = start(to("/"));

        sink.send(alert("a\r\nX-Evil: 1 ü" + "x".repeat(9_999)));
        soon().until(() -> sink.status().delivered() == 1);

        assertThat(receiver.received.get(0).headers()).doesNotContainKey("X-Evil");
        assertThat(receiver.received.get(0).header("Idempotency-Key")).hasSizeLessThan(201);
    }

    @Test
    void close_whileTheOtherSideHangs_returnsAndCountsWhatIsLost() {
        receiver.thenNothing();
        WebhookAlertSink sink = start(to("/").timeout(Duration.ofMinutes(1)));
        sink.send(alert("alert-1"));
        sink.send(alert("alert-2"));
        soon().until(() -> receiver.received.size() == 1);

        sink.close();
        sink.close();
        sink.send(alert("alert-3"));

        soon().until(() -> sink.status().givenUp() == 2);
        assertThat(sink.status().dropped()).isOne();
        assertThat(sink.status().waiting()).isZero();
    }

    @Test
    void close_whenTheOtherSideIsWell_deliversWhatWaits() {
        WebhookAlertSink sink = start(to("/"));
        for (int message = 0; message < 20; message++) {
            sink.send(alert("alert-" + message));
        }

        sink.close();

        assertThat(sink.status().delivered()).isEqualTo(20);
        assertThat(receiver.received)
                .extracting(one -> one.header("Idempotency-Key"))
                .startsWith("alert-0-raised", "alert-1-raised")
                .endsWith("alert-19-raised");
    }

    @Test
    void toString_addressWithASecret_hidesIt() {
        assertThat(start(to("/services/T000/B000/XXXX?token=hush")).toString())
                .isEqualTo(
                        "webhook at http://127.0.0.1:" + receiver.address("/").getPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://host/secret", "file:///secret", "http:secret", "https://user:secret@host/", "/secret"})
    void webhook_addressThatIsNone_isRefusedWithoutShowingIt(String address) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> AlertSinks.webhook(URI.create(address)))
                .withMessageNotContaining("secret");
    }

    @Test
    void build_badSettings_areRefusedWithoutShowingValues() {
        WebhookAlertSink.Builder builder = to("/");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder.header("Authorization", "hush\r\nX: y"))
                .withMessageContaining("Authorization")
                .withMessageNotContaining("hush");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder.header("x-modelops-signature", "v1="));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.secret(""));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.capacity(0));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.timeout(Duration.ZERO));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder.deadline(Duration.ofDays(99_999_999)));
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private WebhookAlertSink.Builder to(String path) {
        return AlertSinks.webhook(receiver.address(path))
                .timeout(Duration.ofSeconds(5))
                .deadline(Duration.ofMinutes(1))
                .backoff(Duration.ofMillis(1), Duration.ofMillis(2));
    }

    private WebhookAlertSink start(WebhookAlertSink.Builder builder) {
        WebhookAlertSink built = builder.build();
        sink = built;
        return built;
    }

    private static boolean isGenuine(Received received) {
        return WebhookSignature.verify(
                SECRET,
                received.header(WebhookSignature.TIMESTAMP_HEADER),
                received.header(WebhookSignature.SIGNATURE_HEADER),
                received.body(),
                java.time.Instant.now(),
                Duration.ofMinutes(5));
    }

    private static Alert alert(String id) {
        return new Alert(
                id,
                MODEL,
                7,
                "feature-drift",
                "spend",
                Severity.WARNING,
                Double.NaN,
                0.2,
                "spend: größer \"als\" <erwartet>",
                START);
    }
}
