package io.modelops.examples.ridership;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent.AliasMoved;
import io.modelops.model.ModelVersion;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RidershipExampleTest {
    private static final LocalDate AFTER_THREE_YEARS = LocalDate.of(2007, 1, 1);

    @TempDir
    private Path directory;

    @Test
    @Tag("long")
    void run_allYears_showsWhatItPromises() throws Exception {
        Path page = directory.resolve("report.html");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Conclusion conclusion = RidershipExample.run(
                Arguments.of(page.toString()), new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(conclusion.problems()).isEmpty();
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .matches("lifecycle ok days=4624 versions=\\d+ alerts=\\d+ promoted=\\d+ rolled_back=\\d+ "
                        + "mae_alone=\\d\\.\\d{3} mae_loop=\\d\\.\\d{3} requests=\\d{6,} failed=0");
        assertThat(lines).contains("report: " + page).anyMatch(line -> line.startsWith("2016 "));
        assertThat(Files.readString(page))
                .contains("<svg", "left alone", "in the loop")
                .doesNotContain("http://", "https://", "<script");
    }

    @Test
    void play_sameSeed_givesTheSameResult() throws Exception {
        LifecycleResult first = play("7");
        LifecycleResult second = play("7");

        assertThat(first.promotions()).isNotEmpty();
        assertThat(first.promotionsWithoutAlert()).isEmpty();
        assertThat(first.load().failed()).isZero();
        assertThat(second.errors()).isEqualTo(first.errors());
        assertThat(second.history().stream().map(LogEntry::summary))
                .containsExactlyElementsOf(
                        first.history().stream().map(LogEntry::summary).toList());
        assertThat(second.versions().stream().map(ModelVersion::digest))
                .containsExactlyElementsOf(
                        first.versions().stream().map(ModelVersion::digest).toList());
    }

    @Test
    void play_keptRegistry_staysAndNamesTheChampionOfEachDay() throws Exception {
        Path kept = directory.resolve("registry");

        LifecycleResult result =
                RidershipExample.play(Arguments.of("--keep", kept.toString()), LocalDate.of(2004, 2, 1), silent());

        assertThat(kept).isNotEmptyDirectory();
        assertThat(result.errors().days()).hasSize(31).allMatch(day -> day.version() == 1);
        assertThat(result.history().stream()
                        .filter(entry -> entry.event() instanceof AliasMoved)
                        .map(LogEntry::summary))
                .containsExactly("ridership@champion pointed to version 1: the first version that passed");
    }

    private static LifecycleResult play(String seed) throws Exception {
        return RidershipExample.play(Arguments.of("--seed", seed), AFTER_THREE_YEARS, silent());
    }

    private static Screen silent() {
        return new Screen(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false);
    }
}
