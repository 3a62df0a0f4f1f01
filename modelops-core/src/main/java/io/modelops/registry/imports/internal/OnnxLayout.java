package io.modelops.registry.imports.internal;

import io.modelops.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A bare ONNX file.
 *
 * @param file the file
 */
public record OnnxLayout(Path file) implements Layout {
    @Override
    public void read(Intake intake) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new InvalidInputException("Import source " + file + " is not a file: give the .onnx file.");
        }
        SourceDirectory source = SourceDirectory.open(parent);
        if (!source.has(name.toString())) {
            throw new InvalidInputException("Import source " + file + " does not exist: give the .onnx file.");
        }
        intake.version(name.toString(), name.toString(), draft -> {
            OnnxFiles.take(draft, source, name.toString());
            return true;
        });
    }
}
