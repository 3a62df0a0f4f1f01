package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a directory with a file {@code MLmodel} into a draft. */
final class MlflowFiles {
    private static final Set<String> ENVIRONMENT = Set.of("conda.yaml", "python_env.yaml", "requirements.txt");
    private static final String DOWNLOADED = "registered_model_meta";
    private static final Map<String, String> PARAMETERS = Map.of(
            "run_id", "mlflow.run_id",
            "model_uuid", "mlflow.model_uuid",
            "model_id", "mlflow.model_id",
            "mlflow_version", "mlflow.library_version",
            "utc_time_created", "mlflow.created",
            "artifact_path", "mlflow.artifact_path");

    private final Draft draft;
    private final SourceDirectory source;
    private final MlflowDocument document;

    private MlflowFiles(Draft draft, SourceDirectory source, MlflowDocument document) {
        this.draft = draft;
        this.source = source;
        this.document = document;
    }

    /**
     * Takes a model.
     *
     * @param notLoadable whether to keep a model that no runtime of the library could load
     * @return false if it was left behind
     */
    static boolean take(Draft draft, SourceDirectory source, boolean notLoadable) throws IOException {
        String yaml = source.text(MlflowDocument.NAME, Limits.DOCUMENT);
        MlflowDocument document = MlflowDocument.parse(MlflowDocument.NAME, yaml);
        MlflowFiles files = new MlflowFiles(draft, source, document);
        boolean taken = files.model(notLoadable);
        if (taken) {
            draft.attach("mlflow/" + MlflowDocument.NAME, yaml.getBytes(StandardCharsets.UTF_8));
            files.words();
            files.downloaded();
            files.signature();
            files.example();
            files.rest();
        }
        return taken;
    }

    private boolean model(boolean notLoadable) throws IOException {
        Map<String, Object> onnx = document.flavor("onnx").orElse(null);
        if (onnx != null) {
            String data = Yaml.text(onnx, "data");
            String path = data == null ? "model.onnx" : data;
            int slash = path.lastIndexOf('/');
            SourceDirectory directory = slash < 0 ? source : source.below(path.substring(0, slash));
            OnnxFiles.take(draft, directory, path.substring(slash + 1));
            flavorsBut("onnx", "the model is taken by its ONNX flavor");
            return true;
        }
        String flavor = document.flavors().keySet().stream()
                .filter(name -> !name.equals("python_function"))
                .findFirst()
                .orElse("python_function");
        if (!notLoadable) {
            flavorsBut(
                    "",
                    "it is a flavor that no runtime of the library can load; alsoNotLoadable() keeps it all the same");
            return false;
        }
        draft.format(format(flavor));
        for (String path : source.tree()) {
            draft.kept(source.file(path), path);
        }
        draft.mapped("flavor " + flavor, "format " + format(flavor) + ", which is kept and can't be loaded");
        return true;
    }

    private void flavorsBut(String taken, String why) {
        document.flavors().keySet().stream()
                .filter(name -> !name.equals(taken))
                .forEach(name -> draft.unmapped("flavor " + name, why));
    }

    private static String format(String flavor) {
        String name = flavor.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return "mlflow-" + name.substring(0, Math.min(name.length(), 50));
    }

    private void words() {
        PARAMETERS.forEach(
                (key, parameter) -> draft.parameter(parameter, document.texts().get(key)));
        document.metadata().forEach((key, value) -> {
            if (value instanceof String text) {
                draft.parameter("mlflow.metadata." + key, text);
            } else {
                draft.unmapped("metadata " + key, "it is not a single value; the attachment mlflow/MLmodel has it");
            }
        });
        document.others()
                .forEach(key -> draft.unmapped(key, "it has no counterpart; the attachment mlflow/MLmodel has it"));
        String run = document.texts().get("run_id");
        if (run != null && run.length() <= 64) {
            draft.causedBy("mlflow run " + run);
            draft.mapped("run_id", "lineage");
        }
    }

    /** A copy that MLflow has downloaded from its registry says which version it is a copy of. */
    private void downloaded() throws IOException {
        if (source.has(DOWNLOADED)) {
            Map<String, Object> said = Yaml.map(DOWNLOADED, source.text(DOWNLOADED, Limits.DOCUMENT));
            draft.parameter("mlflow.name", Yaml.text(said, "model_name"));
            draft.parameter("mlflow.version", Yaml.text(said, "model_version"));
            draft.mapped(DOWNLOADED, "parameters mlflow.name and mlflow.version");
        }
    }

    private void signature() {
        MlflowSignature signature = document.signature();
        if (signature == null) {
            return;
        }
        if (signature.hasParameters()) {
            draft.unmapped("params of the signature", "parameters of single predictions have no counterpart");
        }
        if (draft.hasSignature()) {
            draft.unmapped(
                    "signature of MLmodel",
                    "the version has that of the ONNX file, which is what a runtime sees; the attachment mlflow/MLmodel has it");
        } else if (signature.signature() == null) {
            draft.unmapped("signature of MLmodel", signature.why());
        } else {
            draft.signature(signature.signature(), "signature of MLmodel");
        }
    }

    private void example() throws IOException {
        String example = document.inputExample();
        if (example == null) {
            return;
        }
        byte[] content = exampleContent(example);
        if (content != null) {
            draft.attach("mlflow/input-example", content);
            draft.mapped(example, "attachment mlflow/input-example; it is no golden example, since it has no answer");
        }
    }

    private byte @Nullable [] exampleContent(String path) throws IOException {
        SourceFile file = source.file(path);
        if (file.bytes() > Limits.DOCUMENT) {
            draft.unmapped(path, "the input example is longer than " + Limits.DOCUMENT + " bytes");
            return null;
        }
        return source.bytes(path, Limits.DOCUMENT);
    }

    private void rest() throws IOException {
        for (String path : source.tree()) {
            if (draft.hasFile(path)
                    || path.equals(MlflowDocument.NAME)
                    || path.equals(DOWNLOADED)
                    || path.equals(document.inputExample())) {
                continue;
            }
            String code = CodeLike.byName(path).orElse(null);
            draft.unmapped(
                    path,
                    ENVIRONMENT.contains(path)
                            ? "it describes a Python environment, which the model does not need here"
                            : code == null ? "the flavor does not name it as part of the model" : code);
        }
    }
}
