package io.modelops.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ModelLoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void prepare_missingDirectory_isMadeForItsOwnerAlone() throws Exception {
        Path made = PrivateDirectory.prepare(parent.resolve("a").resolve("b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertThat(PrivateDirectory.prepare(made)).isEqualTo(made);
        assertThat(made).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void prepare_directoryThatOthersCanWriteTo_isRefused(String permissions) throws Exception {
        Path open = Files.createDirectory(parent.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> PrivateDirectory.prepare(open))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(open.toString())
                .hasMessageContaining("written by other users")
                .hasMessageContaining("cacheDirectory(path)");
    }

    @Test
    void prepare_directoryThatOthersCanOnlyRead_isAccepted() throws Exception {
        Path readable = Files.createDirectory(parent.resolve("readable"));
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(PrivateDirectory.prepare(readable)).isEqualTo(readable);
    }

    @Test
    void prepare_linkToADirectory_isRefused() throws Exception {
        Path target = Files.createDirectory(parent.resolve("target"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), target);
        assertThatThrownBy(() -> PrivateDirectory.prepare(link))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("is a link");
    }

    @Test
    void prepare_file_isRefused() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> PrivateDirectory.prepare(file)).isInstanceOf(ModelLoadException.class);
        assertThatThrownBy(() -> PrivateDirectory.prepare(file.resolve("below")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("can't be used");
    }

    @Test
    void byDefault_always_isAbsolute() {
        assertThat(PrivateDirectory.byDefault()).isAbsolute();
    }
}
