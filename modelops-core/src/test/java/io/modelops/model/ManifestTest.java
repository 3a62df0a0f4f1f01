package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final Digest ABC = Digest.of("abc");
    private static final Digest EMPTY = Digest.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.onnx",
                "a/b/c.txt",
                "_x",
                "7",
                "tokenizer.json",
                "v1.0+cpu/model-1.pt",
                "console",
                "comet.bin",
                "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a"
            })
    void file_portablePath_isAllowed(String path) {
        assertThat(file(path).path()).isEqualTo(path);
    }

    static Stream<String> refused() {
        return Stream.of(
                "",
                ".",
                "..",
                "../a",
                "a/../b",
                "a/..",
                "a/./b",
                "./a",
                "/a",
                "/",
                "//a",
                "a//b",
                "a/",
                "C:/a",
                "C:\\a",
                "\\\\host\\share",
                "a\\b",
                "..\\a",
                "~/a",
                ".hidden",
                "a/.git",
                "-rf",
                "a\u0000b",
                "a\nb",
                "a b",
                "a.",
                "a/b./c",
                "a:stream",
                "a*",
                "a?",
                "a|b",
                "$HOME",
                "%2e%2e/a",
                "a\u2215b",
                "a\u2044b",
                "a\uFF0Fb",
                "a\u29F8b",
                "\uFF0E\uFF0E/a",
                "\u2024\u2024/a",
                "a\u202eb",
                "modèle.onnx",
                "nul",
                "NUL",
                "con.txt",
                "a/Aux/b",
                "com1",
                "LPT9.onnx",
                "a".repeat(129),
                "a/".repeat(16) + "a");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void file_pathThatCouldLeaveOrIsNotPortable_throwsOneLine(String path) {
        assertThatThrownBy(() -> file(path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(Quoted.of(path))
                .hasMessageContaining("rename the file")
                .hasMessageNotContaining("\n");
    }

    @Test
    void file_negativeSize_throws() {
        assertThatThrownBy(() -> new Manifest.File("a", ABC, -1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void new_noFile_throws() {
        assertThatThrownBy(() -> new Manifest(List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least one file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "Model.onnx", "MODEL.ONNX"})
    void new_twoPathsThatDifferInLetterCaseOnly_throws(String other) {
        assertThatThrownBy(() -> new Manifest(List.of(file("model.onnx"), file(other))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("up to letter case");
    }

    @Test
    void new_fileWhereAnotherNeedsADirectory_throws() {
        assertThatThrownBy(() -> new Manifest(List.of(file("a/b"), file("a/b/c"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"a/b/c\" lies in \"a/b\"");
        assertThatThrownBy(() -> new Manifest(List.of(file("A"), file("a/b"))))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void new_filesInAnyOrder_areSortedByPath() {
        List<Manifest.File> files = List.of(file("a"), file("b/a"), file("b/b"), file("c"));
        List<Manifest.File> reversed =
                Stream.of(file("c"), file("b/b"), file("b/a"), file("a")).toList();

        assertThat(new Manifest(reversed)).isEqualTo(new Manifest(files));
        assertThat(new Manifest(reversed).files()).isEqualTo(files);
        assertThat(new Manifest(reversed).digest()).isEqualTo(new Manifest(files).digest());
    }

    @Test
    void digest_twoFiles_isTheReference() {
        Manifest manifest = new Manifest(
                List.of(new Manifest.File("weights/layer.bin", EMPTY, 0), new Manifest.File("model.onnx", ABC, 3)));

        // a=$(printf abc | sha256sum | cut -d' ' -f1); e=$(printf '' | sha256sum | cut -d' ' -f1)
        // printf "$a 3 model.onnx\n$e 0 weights/layer.bin\n" | sha256sum
        assertThat(manifest.digest().hex())
                .isEqualTo("0add2772288d54dc4d1c37e24478bc2c495c05b6d995c5af3fbfeac7f307561a");
    }

    @Test
    void digest_anyPartChanged_isAnother() {
        Digest digest = new Manifest(List.of(new Manifest.File("a", ABC, 3))).digest();

        assertThat(Stream.of(
                                new Manifest.File("b", ABC, 3),
                                new Manifest.File("a", EMPTY, 3),
                                new Manifest.File("a", ABC, 4))
                        .map(file -> new Manifest(List.of(file)).digest()))
                .doesNotContain(digest)
                .doesNotHaveDuplicates();
    }

    @Test
    void bytes_severalFiles_isTheirSum() {
        Manifest manifest = new Manifest(
                List.of(new Manifest.File("a", ABC, 3), new Manifest.File("b", ABC, 4_000_000_000L), file("c")));

        assertThat(manifest.bytes()).isEqualTo(4_000_000_003L);
    }

    @Test
    void files_changedByTheCaller_throws() {
        Manifest manifest = new Manifest(List.of(file("a")));

        assertThatThrownBy(() -> Collections.swap(manifest.files(), 0, 0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Manifest.File file(String path) {
        return new Manifest.File(path, EMPTY, 0);
    }
}
