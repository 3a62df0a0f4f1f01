package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.Example;
import io.modelops.model.FeatureProfile;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import io.modelops.model.StoreException;
import io.modelops.model.Verdict;
import io.modelops.spi.ModelFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class DocumentsTest {
    record Customer(String plan, double spend, List<Integer> visits) {}

    record Wrong(int plan, boolean spend) {}

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void attachment_role_givesItsBytes() {
        byte[] card = "card".getBytes(StandardCharsets.UTF_8);
        ModelVersion version = register(model -> model.attach("card", card).attach("nothing", new byte[0]));
        card[0] = 'x';

        assertThat(registry.attachment(version, "card"))
                .hasValueSatisfying(bytes ->
                        assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("card"));
        assertThat(registry.attachment(version, "nothing"))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
        assertThat(registry.attachment(version, "other")).isEmpty();
    }

    @Test
    void trainingProfile_registered_isReadBack() {
        Profile profile = new Profile(
                3,
                List.of(
                        new FeatureProfile.Categorical("plan", List.of("a"), List.of(2L, 1L, 0L)),
                        new FeatureProfile.Numeric(
                                "spend", List.of(0.5), List.of(1L, 1L, 1L), 0.25, Double.NaN, 0, 1.0 / 3)));
        ModelVersion version = register(model -> model.trainedOn(profile));

        assertThat(fixture.open().trainingProfile(version)).contains(profile);
        assertThat(registry.trainingProfile(register(model -> {}))).isEmpty();
    }

    @Test
    void goldenExamples_records_areReadBack() {
        List<Example<Customer, Score>> examples = List.of(
                Example.of(new Customer("paid", 9.5, List.of(1, 2)), new Score(0.25)),
                Example.of(new Customer("", -0.0, List.of()), new Score(Double.NaN)));
        ModelVersion version = register(model -> model.goldenExamples(examples));

        assertThat(fixture.open().goldenExamples(version, Customer.class, Score.class))
                .isEqualTo(examples);
        assertThat(registry.goldenExamples(register(model -> {}), Customer.class, Score.class))
                .isEmpty();
    }

    @Test
    void goldenExamples_arrays_areReadBack() {
        ModelVersion version =
                register(model -> model.goldenExamples(List.of(Example.of(new float[] {0.1f, Float.MIN_VALUE}, 0.5))));

        List<Example<float[], Double>> examples = registry.goldenExamples(version, float[].class, Double.class);

        assertThat(examples).singleElement().satisfies(example -> {
            assertThat(example.input()).containsExactly(0.1f, Float.MIN_VALUE);
            assertThat(example.expected()).isEqualTo(0.5);
        });
    }

    @Test
    void goldenExamples_otherTypes_throws() {
        ModelVersion version = register(model ->
                model.goldenExamples(List.of(Example.of(new Customer("paid", 9.5, List.of(1)), new Score(0.25)))));

        assertThatThrownBy(() -> registry.goldenExamples(version, Wrong.class, Score.class))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("version churn:1")
                .hasMessageContaining("give the types it was registered with");
        assertThatThrownBy(() -> registry.goldenExamples(version, Customer.class, float[].class))
                .isInstanceOf(CorruptionException.class);
    }

    @Test
    void trainingProfile_otherDocumentUnderItsRole_throws() {
        ModelVersion version =
                register(model -> model.attach("training-profile", "not JSON".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> registry.trainingProfile(version)).isInstanceOf(CorruptionException.class);
    }

    @Test
    void keepValidation_report_isReadBack() {
        ModelVersion version = fixture.register("a");
        String report = "{\"text\":\"Größe \u2028\"}";

        LogEntry entry = registry.keepValidation(version, Verdict.PASS, "all 4 checks pass", report);

        RegistryEvent.Validated validated = fixture.open().validation(version).orElseThrow();
        assertThat(entry.event()).isEqualTo(validated);
        assertThat(validated.verdict()).isEqualTo(Verdict.PASS);
        assertThat(validated.summary()).isEqualTo("all 4 checks pass");
        assertThat(validated.report()).isEqualTo(Digest.of(report));
        assertThat(registry.validationReport(validated)).isEqualTo(report);
    }

    @Test
    void keepValidation_again_theNewestCountsAndBothStay() {
        ModelVersion version = fixture.register("a");
        assertThat(registry.validation(version)).isEmpty();

        registry.keepValidation(version, Verdict.PASS, "first", "1");
        registry.keepValidation(version, Verdict.FAIL, "second", "2");

        assertThat(registry.validation(version))
                .hasValueSatisfying(newest -> assertThat(newest.verdict()).isEqualTo(Verdict.FAIL));
        RegistryEvent.Validated first =
                (RegistryEvent.Validated) registry.history("churn").get(1).event();
        assertThat(registry.validationReport(first)).isEqualTo("1");
    }

    @Test
    void keepValidation_summaryTooLong_throwsAndStoresNothing() {
        ModelVersion version = fixture.register("a");

        assertThat(fixture.failing(
                        () -> registry.keepValidation(version, Verdict.PASS, "x".repeat(40_000), "{\"big\":1}")))
                .isInstanceOf(InvalidInputException.class);
        assertThat(registry.validation(version)).isEmpty();
    }

    @Test
    void keepValidation_versionThatIsNotThere_throws() {
        ModelVersion version = fixture.register("a");
        ModelVersion unknown = new ModelVersion(
                version.model(), 2, version.description(), version.registeredAt(), version.registeredBy());

        assertThat(fixture.failing(() -> registry.keepValidation(unknown, Verdict.PASS, "", "{}")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void copyFiles_emptyDirectory_hasExactlyTheFilesOfTheVersion() throws IOException {
        fixture.file("net/weights/0.bin", "zero");
        Path source = fixture.file("net/model.onnx", "model").getParent();
        ModelVersion version = registry.register("net", source, model -> model.format("onnx"));
        Path target = fixture.emptyDirectory("copy");

        ModelFiles files = registry.copyFiles(version, target);

        assertThat(files).isEqualTo(new ModelFiles(version, target));
        assertThat(target.resolve("model.onnx")).hasContent("model");
        assertThat(target.resolve("weights/0.bin")).hasContent("zero");
        try (var tree = Files.walk(target)) {
            assertThat(tree.filter(Files::isRegularFile)).hasSize(2);
        }
        assertThatThrownBy(files::onlyFile)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 2 files");
    }

    @Test
    void copyFiles_oneFile_isTheOnlyFile() {
        ModelVersion version = fixture.register("abc");

        ModelFiles files = registry.copyFiles(version, fixture.emptyDirectory("copy"));

        assertThat(files.onlyFile()).hasContent("abc");
    }

    @Test
    void copyFiles_changedSource_isWhatWasRegistered() throws IOException {
        ModelVersion version = fixture.register("abc");
        Path source = fixture.file("churn.onnx", "changed");

        ModelFiles files = registry.copyFiles(version, fixture.emptyDirectory("copy"));
        Files.writeString(files.onlyFile(), "changed, too");

        assertThat(source).hasContent("changed");
        assertThat(registry.copyFiles(version, fixture.emptyDirectory("again")).onlyFile())
                .hasContent("abc");
    }

    @Test
    void copyFiles_directoryThatIsNotEmpty_throwsAndLeavesItAlone() throws IOException {
        ModelVersion version = fixture.register("abc");
        Path target = fixture.emptyDirectory("copy");
        Files.writeString(target.resolve("mine"), "mine");

        assertThat(fixture.failing(() -> registry.copyFiles(version, target)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not empty");
        assertThat(target)
                .isDirectoryContaining(path -> path.endsWith("mine"))
                .isDirectoryNotContaining(path -> path.endsWith("churn.onnx"));
    }

    @Test
    void copyFiles_directoryThatIsNotThere_throws() {
        ModelVersion version = fixture.register("abc");

        assertThat(fixture.failing(() -> registry.copyFiles(version, directory.resolve("nowhere"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nowhere");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    private ModelVersion register(Consumer<Registration> details) {
        return registry.register("churn", fixture.file("churn.onnx", "abc"), details);
    }
}
