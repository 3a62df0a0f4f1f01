package io.modelops.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test that docs/guarantees.md names is there. */
class GuaranteesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED =
            Pattern.compile("`([A-Z][A-Za-z]+(?:Test|Contract))(?:\\.([a-z][A-Za-z_0-9]+))?`");

    @Test
    void guarantees_nameTestsThatExist() throws IOException {
        Map<String, Path> tests = testSources();
        List<MatchResult> named = NAMED.matcher(Files.readString(ROOT.resolve("docs/guarantees.md")))
                .results()
                .toList();
        List<String> missing = new ArrayList<>();
        for (MatchResult test : named) {
            Path source = tests.get(test.group(1));
            if (source == null
                    || test.group(2) != null && !Files.readString(source).contains("void " + test.group(2) + "(")) {
                missing.add(test.group());
            }
        }

        assertThat(named).hasSizeGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    private static Map<String, Path> testSources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT);
                Stream<Path> adapters = Files.list(ROOT.resolve("modelops-adapters"))) {
            List<Path> roots = Stream.concat(modules, adapters)
                    .map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> sources = new ArrayList<>();
            for (Path root : roots) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
            return sources.stream()
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> file,
                            (one, other) -> one));
        }
    }
}
