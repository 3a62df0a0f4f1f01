package io.modelops.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each block of Java in the README is code that this module compiles and runs, between two markers. */
class ReadmeBlocksTest {
    private static final Path SOURCES = Path.of("src/test/java/io/modelops/examples");
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern COMPILED =
            Pattern.compile("\\h*// readme: begin\\R(.*?)\\h*// readme: end", Pattern.DOTALL);
    /** A line that is the test's and not the reader's. */
    private static final Pattern NOT_SHOWN = Pattern.compile("(?m)^.*// not shown\\R");
    /** More than that is not read. */
    private static final int MOST_LINES = 50;

    @Test
    void readme_eachJavaBlock_isCompiledCode() throws IOException {
        List<String> shown = JAVA_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(shown)
                .hasSizeGreaterThan(1)
                .allSatisfy(block -> assertThat(block.lines()).hasSizeLessThan(MOST_LINES));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(compiled());
    }

    private static List<String> compiled() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            sources = files.filter(file -> file.toString().endsWith("Example.java"))
                    .sorted()
                    .toList();
        }
        List<String> blocks = new ArrayList<>();
        for (Path source : sources) {
            for (MatchResult block :
                    COMPILED.matcher(Files.readString(source)).results().toList()) {
                String code = NOT_SHOWN.matcher(block.group(1)).replaceAll("");
                blocks.add(code.stripTrailing().stripIndent() + "\n");
            }
        }
        return blocks;
    }
}
