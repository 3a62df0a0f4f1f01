package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDescriptionTest {
    private static final Manifest MANIFEST = new Manifest(List.of(new Manifest.File("m.onnx", Digest.of("m"), 1)));

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "torchscript", "djl-params", "x2"})
    void new_format_isKept(String format) {
        assertThat(description(format, Map.of()).format()).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Onnx", "2x", "-x", "a b", "a.b", "a/b", "../x", "onnx\n"})
    void new_formatOfAnotherForm_throwsOneLine(String format) {
        assertThatThrownBy(() -> description(format, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(Quoted.of(format))
                .hasMessageNotContaining("\n");
    }

    @Test
    void metrics_changedByTheCallerAfterwards_stayAndKeepTheirOrder() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("z", 1.0);
        metrics.put("a", 2.0);

        ModelDescription description = description("onnx", metrics);
        metrics.clear();

        assertThat(description.metrics()).containsExactly(Map.entry("z", 1.0), Map.entry("a", 2.0));
        assertThatThrownBy(() -> description.metrics().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static ModelDescription description(String format, Map<String, Double> metrics) {
        return new ModelDescription(format, MANIFEST, null, metrics, Map.of(), Lineage.UNKNOWN, Map.of(), null, "");
    }
}
