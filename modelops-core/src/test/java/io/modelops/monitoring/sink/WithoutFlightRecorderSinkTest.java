package io.modelops.monitoring.sink;

import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Alert;
import io.modelops.model.Severity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A JDK that was put together without the module {@code jdk.jfr}. */
class WithoutFlightRecorderSinkTest {
    /** Sends an alert in a process of its own. */
    public static final class Main {
        public static void main(String[] arguments) {
            assertThat(ModuleLayer.boot().findModule("jdk.jfr")).isEmpty();
            AlertSinks.flightRecorder()
                    .send(new Alert("1", MODEL, 1, "drift", "x", Severity.INFO, 2, 1, "moved", START));
            System.out.println("sent");
        }
    }

    @Test
    void send_withoutFlightRecorder_doesNothing() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.desktop,java.instrument,java.logging,java.management,java.net.http,java.sql,jdk.unsupported",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(printed).contains("sent");
        assertThat(process.exitValue()).isZero();
    }
}
