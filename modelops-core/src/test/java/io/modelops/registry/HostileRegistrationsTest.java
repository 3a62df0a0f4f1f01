package io.modelops.registry;

import static io.modelops.hostile.Threat.DATA_FROM_OUTSIDE;
import static io.modelops.hostile.Threat.EXHAUSTION;
import static io.modelops.hostile.Threat.MALFORMED;
import static io.modelops.hostile.Threat.NAME_AS_A_PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.modelops.hostile.HostileCase;
import io.modelops.hostile.HostileRun;
import io.modelops.hostile.SpecialFiles;
import io.modelops.hostile.Threat;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Manifest;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and files that must not get into a registry: each is refused with its reason, and no file is made or changed. */
@Tag("crash")
public class HostileRegistrationsTest {
    private static final HostileRun RUN = new HostileRun("register");
    private static final String NAME = "is not allowed: expected 1 to 128 of";
    private static final String PATH = "is not allowed in a model";

    @TempDir
    private Path directory;

    /** Tries to register. */
    private interface Attack {
        void on(ModelRegistry registry, Path directory) throws IOException;
    }

    private record Registration(HostileCase hostile, Attack attack) {
        @Override
        public String toString() {
            return hostile.toString();
        }
    }

    /** The cases. */
    public static Stream<HostileCase> corpus() {
        return registrations().map(Registration::hostile);
    }

    static Stream<Registration> registrations() {
        return Stream.of(models(), aliases(), files(), collisions(), sources()).flatMap(cases -> cases);
    }

    private static Stream<Registration> models() {
        return Stream.of(
                        "",
                        "..",
                        ".",
                        "../churn",
                        "churn/../../etc",
                        "/etc/passwd",
                        "C:\\churn",
                        "\\\\server\\share",
                        "churn\u0000.onnx",
                        "churn..old",
                        "%2e%2e%2fchurn",
                        "~root",
                        "CHURN",
                        " churn",
                        "churn ",
                        "-rf",
                        "churn@champion",
                        "churn:1",
                        "churn\n2026-01-01 forged line",
                        "churn\u001b[31m",
                        "churn\u202enrohc",
                        "churn\u2215etc",
                        "churn\uff0fetc",
                        "\uff0e\uff0e",
                        "\u2025",
                        "\u0441hurn",
                        "caf\u00e9",
                        "cafe\u0301",
                        "c".repeat(129),
                        "c".repeat(1_000_000))
                .map(name -> registration(NAME_AS_A_PATH, "model named " + shown(name), NAME, (registry, home) -> {
                    registry.register(name, Files.writeString(home.resolve("m.onnx"), "m"), version -> {});
                }));
    }

    private static Stream<Registration> aliases() {
        return Stream.of(
                        "",
                        "..",
                        "../../log",
                        "Champion",
                        "champion/x",
                        "champion\u0000",
                        "\u0441hampion",
                        "a".repeat(65))
                .map(alias -> registration(
                        NAME_AS_A_PATH,
                        "alias named " + shown(alias),
                        "is not allowed",
                        (registry, home) -> registry.find(new ModelRef.Aliased(ModelName.of("churn"), alias))));
    }

    private static Stream<Registration> files() {
        return Stream.of(
                        "CON",
                        "con",
                        "PRN.txt",
                        "aux.txt",
                        "nul",
                        "NUL.onnx",
                        "COM1.onnx",
                        "lpt9.tar.gz",
                        "model.onnx.",
                        "model.onnx ",
                        " model.onnx",
                        "C:evil",
                        "model.onnx:stream",
                        ".hidden",
                        "-rf",
                        "~",
                        "a%2fb",
                        "a*b",
                        "a|b",
                        "model\nforged.onnx",
                        "model\u001b[2J.onnx",
                        "model\u202exnno.txt",
                        "a\u2215b",
                        "a\u2044b",
                        "a\uff0fb",
                        "a\uff3cb",
                        "\uff0e\uff0e",
                        "\u2025",
                        "mod\u0435l.onnx",
                        "caf\u00e9.onnx",
                        "cafe\u0301.onnx",
                        "m\u200bodel.onnx",
                        "n".repeat(129),
                        "a/".repeat(16) + "model.onnx")
                .map(name -> zipped(
                        name.contains("/") ? EXHAUSTION : NAME_AS_A_PATH, "file named " + shown(name), PATH, name));
    }

    private static Stream<Registration> collisions() {
        return Stream.of(
                // The file system in a zip file takes a backslash for a slash.
                registration(
                        NAME_AS_A_PATH,
                        "file named with backslashes",
                        PATH,
                        (registry, home) -> new Manifest.File("..\\..\\evil", Digest.of(""), 0)),
                registration(
                        NAME_AS_A_PATH,
                        "file named with dots",
                        PATH,
                        (registry, home) -> new Manifest.File("a/../../evil", Digest.of(""), 0)),
                registration(
                        NAME_AS_A_PATH,
                        "file named absolutely",
                        PATH,
                        (registry, home) -> new Manifest.File("/etc/passwd", Digest.of(""), 0)),
                registration(
                        NAME_AS_A_PATH,
                        "file named with a NUL",
                        PATH,
                        (registry, home) -> new Manifest.File("m.onnx\u0000.txt", Digest.of(""), 0)),
                zipped(NAME_AS_A_PATH, "names up to letter case", "up to letter case", "Model.onnx", "model.onnx"),
                zipped(NAME_AS_A_PATH, "directories up to letter case", "up to letter case", "A/m.onnx", "a/M.onnx"),
                zipped(NAME_AS_A_PATH, "a file that is a directory, too", "a file of the model itself", "a", "A/m"),
                zipped(NAME_AS_A_PATH, "composed and decomposed letters", PATH, "\u00e9.onnx", "e\u0301.onnx"),
                zipped(NAME_AS_A_PATH, "Turkish dotted and dotless i", PATH, "\u0130.onnx", "\u0131.onnx"),
                zipped(
                        EXHAUSTION,
                        "more files than an entry can name",
                        "bytes",
                        IntStream.range(0, 900).mapToObj(n -> "f" + n).toArray(String[]::new)),
                zipped(
                        EXHAUSTION,
                        "more files than a model can have",
                        "more than 10000",
                        IntStream.range(0, 10_001).mapToObj(n -> "f" + n).toArray(String[]::new)));
    }

    private static Stream<Registration> sources() {
        return Stream.of(
                source(
                        DATA_FROM_OUTSIDE,
                        "link to a file",
                        "is a link or a special file",
                        (model, secret) -> Files.createSymbolicLink(model.resolve("w"), secret)),
                source(
                        DATA_FROM_OUTSIDE,
                        "link to a directory",
                        "is a link or a special file",
                        (model, secret) -> Files.createSymbolicLink(model.resolve("w"), secret.getParent())),
                source(
                        DATA_FROM_OUTSIDE,
                        "link to itself",
                        "is a link or a special file",
                        (model, secret) -> Files.createSymbolicLink(model.resolve("w"), Path.of("w"))),
                source(
                        DATA_FROM_OUTSIDE,
                        "link to nothing",
                        "is a link or a special file",
                        (model, secret) -> Files.createSymbolicLink(model.resolve("w"), Path.of("gone"))),
                source(
                        DATA_FROM_OUTSIDE,
                        "link to a device",
                        "is a link or a special file",
                        (model, secret) -> Files.createSymbolicLink(model.resolve("w"), Path.of("/dev/zero"))),
                source(
                        DATA_FROM_OUTSIDE,
                        "hard link",
                        "hard links",
                        (model, secret) -> SpecialFiles.hardLink(model.resolve("w"), secret)),
                source(
                        EXHAUSTION,
                        "pipe",
                        "is a link or a special file",
                        (model, secret) -> SpecialFiles.pipe(model.resolve("w"))),
                source(
                        EXHAUSTION,
                        "socket",
                        "is a link or a special file",
                        (model, secret) -> SpecialFiles.socket(model.resolve("w"))),
                registration(DATA_FROM_OUTSIDE, "source that is a link", "links are not followed", (registry, home) -> {
                    Path secret = Files.writeString(home.resolve("secret"), "s");
                    registry.register("churn", Files.createSymbolicLink(home.resolve("m.onnx"), secret), version -> {});
                }),
                registration(DATA_FROM_OUTSIDE, "source with hard links", "hard links", (registry, home) -> {
                    Path secret = Files.writeString(home.resolve("secret"), "s");
                    registry.register("churn", SpecialFiles.hardLink(home.resolve("m.onnx"), secret), version -> {});
                }),
                registration(
                        EXHAUSTION,
                        "source that is a device",
                        "neither a file nor a directory",
                        (r, home) -> r.register("churn", Path.of("/dev/zero"), version -> version.format("onnx"))),
                registration(
                        EXHAUSTION,
                        "source that is a pipe",
                        "neither a file nor a directory",
                        (r, home) -> r.register("churn", SpecialFiles.pipe(home.resolve("m.onnx")), version -> {})),
                registration(
                        MALFORMED,
                        "source that is empty",
                        "at least one file",
                        (registry, home) -> registry.register(
                                "churn",
                                Files.createDirectory(home.resolve("none")),
                                version -> version.format("onnx"))),
                registration(
                        MALFORMED,
                        "source that is gone",
                        "does not exist",
                        (registry, home) -> registry.register("churn", home.resolve("gone"), version -> {})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("registrations")
    void register_whatMustNotGetIn_isRefusedWithItsReasonAndMakesNoFile(Registration registration) throws IOException {
        RUN.tried();
        Path home = Files.createDirectory(directory.resolve("h"));
        Path root = directory.resolve("registry");
        EmptyRegistry.in(root);
        try (ModelRegistry registry = ModelRegistry.open(root)) {
            List<String> before = elsewhere();

            Throwable refusal = catchThrowable(() -> registration.attack().on(registry, home));

            assertThat(refusal)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(registration.hostile().reason());
            assertThat(String.valueOf(refusal.getMessage()))
                    .hasSizeLessThan(1_000)
                    .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            assertThat(registry.head()).isEmpty();
            assertThat(elsewhere()).isEqualTo(before);
        }
        RUN.refused();
    }

    @AfterAll
    static void report() {
        RUN.report();
    }

    /** Everything outside of the attacker's own directory, with its size. */
    private List<String> elsewhere() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(path -> !path.startsWith(directory.resolve("h")))
                    .map(path -> path + " " + size(path))
                    .sorted()
                    .toList();
        }
    }

    private static long size(Path path) {
        try {
            return Files.isDirectory(path) ? 0 : Files.size(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String shown(String name) {
        String shown = Quoted.of(name);
        return shown.length() < 60 ? shown : shown.substring(0, 20) + "… of " + name.length() + " characters";
    }

    private static Registration registration(Threat threat, String name, String reason, Attack attack) {
        return new Registration(HostileCase.of(threat, name, reason), attack);
    }

    /** Files in a zip file that is opened as a file system: it can have names that the one below can't. */
    private static Registration zipped(Threat threat, String name, String reason, String... files) {
        return registration(threat, name, reason, (registry, home) -> {
            try (FileSystem zip = FileSystems.newFileSystem(home.resolve("z.zip"), Map.of("create", "true"))) {
                Path model = Files.createDirectory(zip.getPath("/model"));
                for (String file : files) {
                    Path path = model.resolve(file);
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, "m");
                }
                registry.register("churn", model, version -> version.format("onnx"));
            }
        });
    }

    /** Puts something beside a model. */
    private interface Beside {
        void put(Path model, Path secret) throws IOException;
    }

    private static Registration source(Threat threat, String name, String reason, Beside beside) {
        return registration(threat, "source with a " + name, reason, (registry, home) -> {
            Path secret = Files.writeString(home.resolve("secret"), "s");
            Path model = Files.createDirectory(home.resolve("m"));
            Files.writeString(model.resolve("model.onnx"), "m");
            beside.put(model, secret);
            registry.register("churn", model, version -> version.format("onnx"));
        });
    }
}
