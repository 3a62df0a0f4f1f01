package io.modelops.examples.ridership;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param seed the seed of everything random
 * @param registry where the registry is kept, or null for a directory that is removed at the end
 * @param report where the report goes
 */
record Arguments(long seed, @Nullable Path registry, Path report) {
    static Arguments of(String... words) {
        long seed = 1;
        Path registry = null;
        Path report = Path.of("target", "ridership-report.html");
        for (Iterator<String> rest = List.of(words).iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--seed" -> seed = Long.parseLong(after(word, rest));
                case "--keep" -> registry = Path.of(after(word, rest));
                default -> report = Path.of(word);
            }
        }
        return new Arguments(seed, registry, report);
    }

    private static String after(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(
                    option + " needs a value: expected [--seed N] [--keep DIRECTORY] [report.html]");
        }
        return rest.next();
    }
}
