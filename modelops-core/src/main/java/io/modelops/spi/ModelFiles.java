package io.modelops.spi;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;

/**
 * The files of a version, ready to be loaded: a private directory with exactly the files of the version's manifest, each
 * checked against its digest. The directory stays until the model that was loaded from it is closed.
 *
 * @param version the version
 * @param directory the directory
 */
public record ModelFiles(ModelVersion version, Path directory) {
    /**
     * The one file of a version that has one.
     *
     * @return its path
     * @throws InvalidInputException if the version has several files
     */
    public Path onlyFile() {
        var files = version.description().manifest().files();
        if (files.size() != 1) {
            throw new InvalidInputException(
                    "Version " + version + " has " + files.size()
                            + " files: expected one; register the model's file alone, or use a runtime that takes directories.");
        }
        return directory.resolve(files.get(0).path());
    }
}
