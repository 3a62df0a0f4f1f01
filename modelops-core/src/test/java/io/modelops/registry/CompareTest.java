package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.modelops.model.DataType;
import io.modelops.model.FeatureKind;
import io.modelops.model.FeatureSpec;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(Home.MEMORY, directory);
        registry = fixture.registry;
        TensorSpec output = TensorSpec.of("score", DataType.FLOAT32, -1);
        fixture.file("one/model.onnx", "short");
        fixture.file("one/labels.txt", "a b");
        ModelVersion first = registry.register(
                "churn",
                directory.resolve("sources/one"),
                model -> model.format("onnx")
                        .signature(Signature.of(TensorSpec.of("x", DataType.FLOAT32, -1, 20), output)
                                .withFeatures(List.of(new FeatureSpec("plan", FeatureKind.TEXT))))
                        .metric("auc", 0.9)
                        .metric("old", 1)
                        .metric("same", 5)
                        .parameter("rate", "0.1")
                        .builtFrom("git:1")
                        .describedAs("line one\nline two"));
        fixture.file("two/model.onnx", "longer");
        fixture.file("two/vocabulary.txt", "c");
        registry.register(
                "churn",
                directory.resolve("sources/two"),
                model -> model.format("onnx")
                        .signature(new Signature(
                                        List.of(
                                                TensorSpec.of("x", DataType.FLOAT32, -1, 21),
                                                TensorSpec.of("mask", DataType.BOOL, -1)),
                                        List.of(output))
                                .withFeatures(List.of(new FeatureSpec("plan", FeatureKind.CATEGORICAL))))
                        .metric("auc", 0.925)
                        .metric("same", 5)
                        .parameter("rate", "0.2")
                        .parameter("depth", "6")
                        .tag("team", "growth")
                        .owner("ana")
                        .derivedFrom(first));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void compare_twoVersions_listsWhatDiffersAndNothingElse() {
        VersionDifference difference = registry.compare("churn:1", "churn:2");

        assertThat(difference.metrics())
                .containsExactly(new Difference<>("auc", 0.9, 0.925), new Difference<>("old", 1.0, null));
        assertThat(difference.delta("auc")).hasValueCloseTo(0.025, offset(1e-12));
        assertThat(difference.delta("same")).hasValue(0);
        assertThat(difference.delta("old")).isEmpty();
        assertThat(difference.parameters())
                .containsExactly(new Difference<>("depth", null, "6"), new Difference<>("rate", "0.1", "0.2"));
        assertThat(difference.tags()).containsExactly(new Difference<>("team", null, "growth"));
        assertThat(difference.inputs()).extracting(Difference::name).containsExactly("mask", "x");
        assertThat(difference.inputs()).extracting(Difference::isAdded).containsExactly(true, false);
        assertThat(difference.outputs()).isEmpty();
        assertThat(difference.features()).extracting(Difference::name).containsExactly("plan");
        assertThat(difference.files())
                .extracting(Difference::name)
                .containsExactly("labels.txt", "model.onnx", "vocabulary.txt");
        assertThat(difference.files()).extracting(Difference::isRemoved).containsExactly(true, false, false);
        assertThat(difference.lineage())
                .containsExactly(
                        new Difference<>("code revision", "git:1", null), new Difference<>("parent", null, "churn:1"));
        assertThat(difference.description()).extracting(Difference::name).containsExactly("owner", "text");
    }

    @Test
    void toString_differences_areATableOfOneLineEach() {
        String table = registry.compare("churn:1", "churn:2").toString();

        assertThat(table.lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .hasSize(16)
                .contains(
                        "metric | auc | 0.9 | 0.925 | +0.025",
                        "metric | old | 1.0 | -",
                        "parameter | rate | 0.1 | 0.2",
                        "tag | team | - | growth",
                        "input | x | FLOAT32 [-1, 20] | FLOAT32 [-1, 21]",
                        "feature | plan | TEXT | CATEGORICAL",
                        "file | labels.txt | c8687a08, 3 bytes | -",
                        "description | text | line one\\u000aline two | -");
        assertThat(table.lines().map(line -> line.indexOf("0.925")).filter(index -> index >= 0))
                .containsExactly(table.lines().findFirst().orElseThrow().indexOf("churn:2"));
    }

    @Test
    void compare_withItself_isEmpty() {
        VersionDifference difference = registry.compare("churn:2", "churn:2");

        assertThat(difference.isEmpty()).isTrue();
        assertThat(difference).hasToString("nothing differs between churn:2 and churn:2");
    }

    @Test
    void compare_versionThatIsNotThere_throws() {
        assertThatThrownBy(() -> registry.compare("churn:1", "churn:9")).isInstanceOf(NotFoundException.class);
    }
}
