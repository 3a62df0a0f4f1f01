package io.modelops.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.spi.AnchorSink;
import io.modelops.spi.AnchorSinkContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorFileTest extends AnchorSinkContract {
    @TempDir
    private Path directory;

    @Override
    protected AnchorSink createSink() {
        return AnchorFile.at(file());
    }

    @Override
    protected List<String> kept() {
        return AnchorFile.lines(file());
    }

    @Test
    void keep_afterALineThatWasCut_takesItsPlace() throws IOException {
        Files.writeString(file(), "one\ntw");
        assertThat(kept()).containsExactly("one");

        createSink().keep("three");

        assertThat(file()).hasContent("one\nthree\n");
    }

    @Test
    void keep_fileOfAnotherKind_throwsAndLeavesItAsItWas() throws IOException {
        Files.writeString(file(), "x".repeat(5_000));

        assertThatThrownBy(() -> createSink().keep("one"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no anchor file");
        assertThat(file()).hasSize(5_000);
    }

    @Test
    void keep_directoryThatIsNotThere_throws() {
        assertThatThrownBy(() -> AnchorFile.at(directory.resolve("none").resolve("anchors"))
                        .keep("one"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("anchors");
    }

    @Test
    void read_fileThatIsNotThereOrTooLong_throws() throws IOException {
        assertThatThrownBy(() -> HeadAnchors.read(file(), TestKeys.ANAS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("could not be read");
        try (RandomAccessFile sparse = new RandomAccessFile(file().toFile(), "rw")) {
            sparse.setLength(65L << 20);
        }
        assertThatThrownBy(() -> HeadAnchors.read(file(), TestKeys.ANAS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("more than");
    }

    private Path file() {
        return directory.resolve("anchors");
    }
}
