package io.modelops.examples.ridership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final LocalDate DAY = LocalDate.of(2004, 1, 1);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void progress_elsewhere_printsALineEveryFivePercent() {
        Screen screen = screen(false);
        for (int day = 1; day <= 1_000; day++) {
            screen.progress(day, 1_000, DAY.plusDays(day));
        }
        assertThat(printed().lines()).hasSize(21);
        assertThat(printed().lines()).last().asString().endsWith("] 100 %  2006-09-27");
    }

    @Test
    void line_onATerminal_goesAboveTheBar() {
        Screen screen = screen(true);
        screen.progress(1, 2, DAY);
        screen.line("something happened");
        screen.done();
        String bar = "[###############...............]  50 %  2004-01-01";
        String erased = "\r" + " ".repeat(bar.length()) + "\r";
        assertThat(printed()).isEqualTo(bar + erased + "something happened" + System.lineSeparator() + bar + erased);
    }

    private Screen screen(boolean terminal) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
