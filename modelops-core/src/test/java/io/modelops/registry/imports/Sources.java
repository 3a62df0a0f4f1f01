package io.modelops.registry.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes layouts as the other tools do.
 *
 * @param root where
 */
record Sources(Path root) {
    static final String ONNX_FLAVOR = """
            artifact_path: model
            flavors:
              onnx:
                code: null
                data: model.onnx
                onnx_version: 1.19.0
                providers: &id001
                - CUDAExecutionProvider
                - CPUExecutionProvider
              python_function:
                data: model.onnx
                env:
                  conda: conda.yaml
                  virtualenv: python_env.yaml
                loader_module: mlflow.onnx
                python_version: 3.11.9
                providers: *id001
            metadata:
              team: growth
            mlflow_version: 3.4.0
            model_id: m-5c1f
            model_size_bytes: 731
            model_uuid: 0d9f2d1c4b3e4d5f8a7b6c5d4e3f2a1b
            run_id: 7c1e9b7a2f3d4c5e8f6a1b2c3d4e5f60
            saved_input_example_info:
              artifact_path: input_example.json
              pandas_orient: split
              type: dataframe
            signature:
              inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}, "name": "x"}]'
              outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 1]}, "name": "y"}]'
              params: null
            utc_time_created: '2026-10-01 09:30:00.123456'
            """;

    static final String SKLEARN_FLAVOR = """
            flavors:
              python_function:
                loader_module: mlflow.sklearn
              sklearn:
                pickled_model: model.pkl
                serialization_format: cloudpickle
            run_id: 11
            signature:
              inputs: '[{"type": "double", "name": "charge", "required": true}, {"type": "string", "name": "plan"}]'
              outputs: '[{"type": "long", "name": "leaves"}]'
            """;

    Path text(String path, String content) {
        return bytes(path, content.getBytes(StandardCharsets.UTF_8));
    }

    Path bytes(String path, byte[] content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A link; its target is relative to the directory that the link is in. */
    void link(String path, String target) {
        try {
            Path link = root.resolve(path);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, Path.of(target));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path directory(String path) {
        try {
            return Files.createDirectories(root.resolve(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A model as MLflow logs it with its ONNX flavor. */
    Path mlflowModel(String path) {
        text(path + "/MLmodel", ONNX_FLAVOR);
        text(path + "/conda.yaml", "channels:\n- conda-forge\n");
        text(path + "/python_env.yaml", "python: 3.11.9\n");
        text(path + "/requirements.txt", "mlflow==3.4.0\n");
        text(path + "/input_example.json", "{\"columns\": [\"a\", \"b\", \"c\"], \"data\": [[1, 2, 3]]}");
        text(path + "/code/train.py", "raise SystemExit\n");
        bytes(path + "/model.onnx", Wire.model("weights.bin"));
        bytes(path + "/weights.bin", new byte[12]);
        return root.resolve(path);
    }

    /** One version of MLflow's registry in files. */
    void mlflowVersion(String model, int number, String source, String stage, String status) {
        text(
                "mlruns/models/" + model + "/version-" + number + "/meta.yaml",
                "creation_timestamp: 1759311000123\ncurrent_stage: " + stage + "\ndescription: try " + number
                        + "\nlast_updated_timestamp: 1759311000123\nname: " + model
                        + "\nrun_id: 7c1e9b7a2f3d4c5e8f6a1b2c3d4e5f60\nrun_link: null\nsource: " + source + "\nstatus: "
                        + status + "\nuser_id: ana\nversion: " + number + "\n");
    }
}
