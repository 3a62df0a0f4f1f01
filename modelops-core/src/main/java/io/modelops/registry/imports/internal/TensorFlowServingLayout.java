package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Versions as TensorFlow Serving watches them. Directories whose names are the same number, such as {@code 1} and
 * {@code 00001}, are both refused: which of them the server would take is not said anywhere.
 *
 * @param directory the directory that the numbers lie in
 */
public record TensorFlowServingLayout(Path directory) implements Layout {
    private static final String GRAPH = "saved_model.pb";
    private static final String DIGITS = "[0-9]{1,18}";

    @Override
    public void read(Intake intake) throws IOException {
        SourceDirectory base = SourceDirectory.open(directory);
        Map<Long, List<String>> versions = new TreeMap<>();
        for (String entry : base.entries()) {
            if (entry.matches(DIGITS) && base.hasDirectory(entry)) {
                versions.computeIfAbsent(Long.parseLong(entry), any -> new ArrayList<>())
                        .add(entry);
            } else {
                intake.unmapped(entry, entry, "it is no version: expected a directory named by a number");
            }
        }
        for (Map.Entry<Long, List<String>> version : versions.entrySet()) {
            List<String> names = version.getValue();
            if (names.size() > 1) {
                names.forEach(name -> intake.refused(
                        name, name, "the directories " + names + " are the same version: remove all but one"));
            } else {
                intake.version(
                        base.name(), names.get(0), draft -> take(draft, base.below(names.get(0)), version.getKey()));
            }
        }
    }

    private static boolean take(Draft draft, SourceDirectory version, long number) throws IOException {
        if (!version.has(GRAPH)) {
            throw new RefusedException(GRAPH, "it is not there, so the directory is no saved model");
        }
        for (String path : version.tree()) {
            if (isPartOfModel(path)) {
                draft.file(version.file(path), path);
                draft.mapped(path, "file " + path);
            } else {
                draft.unmapped(path, CodeLike.byName(path).orElse("it is no part of a saved model"));
            }
        }
        draft.format("tensorflow");
        draft.parameter("tensorflow-serving.version", Long.toString(number));
        draft.unmapped(
                "signature", "the signatures inside a saved model are not read; say it when you register it yourself");
        return true;
    }

    private static boolean isPartOfModel(String path) {
        return path.equals(GRAPH)
                || path.equals("fingerprint.pb")
                || path.equals("variables/variables.index")
                || path.matches("variables/variables[.]data-[0-9]{5}-of-[0-9]{5}")
                || ((path.startsWith("assets/") || path.startsWith("assets.extra/"))
                        && CodeLike.byName(path).isEmpty());
    }
}
