package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory with a file {@code MLmodel}.
 *
 * @param directory the directory
 */
public record MlflowModelLayout(Path directory) implements Layout {
    @Override
    public void read(Intake intake) throws IOException {
        SourceDirectory source = SourceDirectory.open(directory);
        intake.version(
                source.name(), source.name(), draft -> MlflowFiles.take(draft, source, intake.takesNotLoadable()));
    }
}
