package io.modelops.examples.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory of a model as MLflow logs it with its ONNX flavor, kept among the resources. */
public final class MlflowDirectory {
    private static final List<String> FILES =
            List.of("MLmodel", "conda.yaml", "input_example.json", "model.onnx", "python_env.yaml", "requirements.txt");

    private MlflowDirectory() {}

    /**
     * Copies the files.
     *
     * @param directory an empty directory
     * @throws IOException if they can't be written
     */
    public static void copyTo(Path directory) throws IOException {
        for (String file : FILES) {
            try (InputStream content = MlflowDirectory.class.getResourceAsStream("churn-model/" + file)) {
                if (content == null) {
                    throw new IOException("Resource churn-model/" + file + " is missing: build the examples again.");
                }
                Files.copy(content, directory.resolve(file));
            }
        }
    }
}
