package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.DataType;
import io.modelops.model.Digest;
import io.modelops.model.Example;
import io.modelops.model.FeatureKind;
import io.modelops.model.FeatureProfile;
import io.modelops.model.FeatureSpec;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Profile;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.model.Verdict;
import io.modelops.registry.ModelCard;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.Standing;
import io.modelops.spi.Report;
import io.modelops.spi.ReportRenderer;
import io.modelops.spi.ReportRendererContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest extends ReportRendererContract {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    private Path directory;

    private final ModelRegistry registry =
            ModelRegistry.builder().clock(() -> NOON).actor(Actor.by("test")).open();

    @AfterEach
    void close() {
        registry.close();
    }

    @Override
    protected ReportRenderer createRenderer() {
        return new HtmlReports();
    }

    @Override
    protected Report hostileReport() {
        return registry.models().isEmpty() ? full(HOSTILE) : registry.card("churn@champion");
    }

    @Test
    void card_fullVersion_knowsAllOfIt() {
        ModelCard card = full("growth");

        assertThat(card.version()).hasToString("churn:2");
        assertThat(card.standing()).isEqualTo(Standing.ACTIVE);
        assertThat(card.aliases()).containsExactly("champion");
        assertThat(card.tags()).containsEntry("team", "growth");
        assertThat(card.goldenExamples()).isEqualTo(2);
        assertThat(card.validations()).hasSize(2);
        assertThat(card.approvals()).hasSize(1);
        assertThat(card.comments()).hasSize(1);
        assertThat(card.aliasHistory()).containsOnlyKeys("champion", "challenger");
        assertThat(card.asOf()).isEqualTo(registry.head().orElseThrow());
    }

    @Test
    void toMarkdown_fullVersion_saysAllOfIt() throws IOException {
        Path file = full("growth").writeMarkdown(directory.resolve("cards/churn-2.md"));

        assertThat(Files.readString(file))
                .startsWith("# Model card of churn:2\n\nStatus: **ACTIVE**\n\nText of growth\n")
                .contains("## Intended use\n\nUse of growth\n")
                .contains("- Aliases: champion\n- Approvals: 1\n- Golden examples: 2\n- Files: 1 (7 bytes)\n")
                .contains("| Metric | Value |\n| --- | ---: |\n| auc growth | 0.912 |\n")
                .contains("| 2026-05-01T12:00:00Z | FAIL | Summary of growth | test |\n")
                .contains("| input | x growth | FLOAT32 | \\[-1, 20\\] |\n")
                .contains("| spend growth | NUMERIC |")
                .contains("| spend growth | 25 | 1.5 | 0.5 | 1 | 2 |  |")
                .contains("basic growth (3), pro (1)")
                .contains(
                        "| Derived from | churn:1 |", "| Built from | git:growth |", "| Caused by | Alert of growth |")
                .contains("| Trained on | sha256:" + Digest.of("data").hex() + " |")
                .contains("| rate growth | 0.1 |", "| team | growth |")
                .contains("| 2026-05-01T12:00:00Z | ana | Reason of growth |")
                .contains("- 2026-05-01T12:00:00Z bob: Comment of growth")
                .contains("| challenger | 2026-05-01T12:00:00Z | 2026-05-01T12:00:00Z | test |")
                .contains("| champion | 2026-05-01T12:00:00Z | now | test | Because of growth |")
                .contains("| churn.onnx | 7 | " + Digest.of("content").hex() + " |")
                .doesNotContain("null", "\n\n\n");
    }

    @Test
    void toHtml_fullVersion_saysAllOfIt() {
        assertThat(full("growth").toHtml())
                .contains("Model card of churn:2", "Intended use", "Use of growth", "0.912", "FLOAT32", "[-1, 20]")
                .contains("basic growth (3), pro (1)", "git:growth", "Alert of growth", "Comment of growth")
                .contains(Digest.of("content").hex())
                .doesNotContain("<script", "null");
    }

    @Test
    void toMarkdown_hostileText_addsNoMarkupNoHtmlAndNoLink() {
        String hostile = "x](http://evil.example) <img src=x onerror=alert(1)> www.evil.example ana@evil.example\n"
                + "# Approved by the board\n\n| a | b |\n|---|---|\n[ref]: http://evil.example\n```\n---";

        String markdown = full(hostile).toMarkdown();

        assertThat(markdown)
                .doesNotContain("<", "://", "www.", "@evil", "```")
                .doesNotContainPattern("(?m)^# Approved|^\\| a \\| b|^\\[ref|^---|(?<!\\\\)\\]\\(");
        assertThat(markdown.lines().filter(line -> line.startsWith("# "))).hasSize(1);
        assertThat(markdown.lines().filter(line -> line.startsWith("| team ")))
                .singleElement()
                .satisfies(row -> assertThat(row.replace("\\|", "").chars().filter(c -> c == '|'))
                        .as("cells of the row")
                        .hasSize(3));
        assertThat(full(hostile).toHtml()).doesNotContain("<img", "href=\"http");
    }

    @Test
    void card_bareVersion_saysWhatIsMissing() {
        registry.register("bare", file("bare.onnx"), model -> {});

        ModelCard card = registry.card("bare:1");

        assertThat(card.trainingProfile()).isNull();
        assertThat(card.goldenExamples()).isZero();
        assertThat(card.toMarkdown())
                .contains("| Owner | not told |", "registered without a signature", "- Aliases: none")
                .doesNotContain("## Intended use", "## Training data", "null");
        assertThat(card.toHtml()).contains("registered without a signature");
        assertThat(card.toJson()).contains("Model card of bare:1");
    }

    @Test
    void card_archivedVersion_saysSo() {
        ModelVersion version = registry.register("bare", file("bare.onnx"), model -> {});
        registry.archive(version, Actor.by("ana"), "");

        assertThat(registry.card("bare:1").toMarkdown()).contains("Status: **ARCHIVED**");
    }

    @Test
    void card_examplesInAnotherForm_throws() {
        registry.register(
                "bare",
                file("bare.onnx"),
                model -> model.attach("golden-examples", "{}".getBytes(StandardCharsets.UTF_8)));
        registry.register(
                "bare",
                file("bare.onnx"),
                model -> model.attach("golden-examples", "[".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> registry.card("bare:1")).isInstanceOf(CorruptionException.class);
        assertThatThrownBy(() -> registry.card("bare:2")).isInstanceOf(CorruptionException.class);
    }

    @Test
    void card_versionThatIsNotThere_throws() {
        assertThatThrownBy(() -> registry.card("churn@champion")).isInstanceOf(NotFoundException.class);
    }

    private ModelCard full(String said) {
        ModelVersion parent = registry.register("churn", file("churn.onnx"), model -> {});
        ModelVersion version = registry.register(
                "churn",
                file("churn.onnx"),
                model -> model.signature(Signature.of(
                                        TensorSpec.of("x " + said, DataType.FLOAT32, -1, 20),
                                        TensorSpec.of("score", DataType.FLOAT64, -1))
                                .withFeatures(List.of(new FeatureSpec("spend " + said, FeatureKind.NUMERIC))))
                        .describedAs("Text of " + said)
                        .intendedFor("Use of " + said)
                        .owner(said)
                        .tag("team", said)
                        .metric("auc " + said, 0.912)
                        .parameter("rate " + said, "0.1")
                        .derivedFrom(parent)
                        .builtFrom("git:" + said)
                        .causedBy("Alert of " + said)
                        .trainedOn(Digest.of("data"))
                        .trainedOn(new Profile(
                                4,
                                List.of(
                                        new FeatureProfile.Numeric(
                                                "spend " + said, List.of(1.5), List.of(1L, 2L, 1L), 1.5, 0.5, 1, 2),
                                        new FeatureProfile.Categorical(
                                                "plan " + said,
                                                List.of("basic " + said, "pro"),
                                                List.of(3L, 1L, 0L, 0L)))))
                        .goldenExamples(List.of(Example.of(1, 2), Example.of(3, 4)))
                        .attach("note " + said, new byte[0]));
        registry.keepValidation(version, Verdict.FAIL, "Summary of " + said, "{}");
        registry.keepValidation(version, Verdict.PASS, "Summary of " + said, "{}");
        registry.approve(version, Actor.by("ana"), "Reason of " + said);
        registry.comment(version, Actor.by("bob"), "Comment of " + said);
        registry.point("challenger")
                .from(registry.find("churn@challenger").orElse(null))
                .to(version);
        registry.point("challenger").from(version).away();
        registry.point("champion")
                .from(registry.find("churn@champion").orElse(null))
                .because("Because of " + said)
                .to(version);
        return registry.card(version.ref().toString());
    }

    private Path file(String name) {
        try {
            return Files.writeString(directory.resolve(name), "content");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
