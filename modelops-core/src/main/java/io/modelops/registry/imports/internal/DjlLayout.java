package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model directory of DJL. What DJL would load classes from, or run, makes the whole directory refused: the model may
 * well not answer the same without it.
 *
 * @param directory the directory
 */
public record DjlLayout(Path directory) implements Layout {
    private static final Set<String> CODE_DIRECTORIES = Set.of("classes", "lib", "libs", "mar-inf", "code", "src");
    private static final Set<String> COMPANIONS = Set.of("json", "txt", "csv", "tsv", "md", "vocab");

    private static final String PARAMETERS = ".params";
    private static final Pattern EPOCH = Pattern.compile("-[0-9]{4}[.]params$");

    @Override
    public void read(Intake intake) throws IOException {
        SourceDirectory source = SourceDirectory.open(directory);
        intake.version(source.name(), source.name(), draft -> take(draft, source, intake.takesNotLoadable()));
    }

    private static boolean take(Draft draft, SourceDirectory source, boolean notLoadable) throws IOException {
        List<String> paths = source.tree();
        for (String path : paths) {
            requireNoCode(path);
        }
        String text = source.has(ServingProperties.NAME) ? source.text(ServingProperties.NAME, Limits.DOCUMENT) : "";
        ServingProperties settings = ServingProperties.parse(ServingProperties.NAME, text);
        if (!model(draft, source, paths, settings, notLoadable)) {
            return false;
        }
        settings.carried().forEach((key, value) -> draft.parameter("djl." + key, value));
        settings.left().forEach((key, why) -> draft.unmapped(ServingProperties.NAME + " " + key, why));
        if (!text.isEmpty()) {
            draft.attach("djl/" + ServingProperties.NAME, text.getBytes(StandardCharsets.UTF_8));
        }
        for (String path : paths) {
            if (!draft.hasFile(path) && !path.equals(ServingProperties.NAME)) {
                if (path.indexOf('/') < 0 && COMPANIONS.contains(extension(path))) {
                    draft.file(source.file(path), path);
                    draft.mapped(path, "file " + path);
                } else {
                    draft.unmapped(path, "it is neither the model nor of a kind that lies beside one");
                }
            }
        }
        return true;
    }

    private static void requireNoCode(String path) throws RefusedException {
        int slash = path.indexOf('/');
        if (slash > 0 && CODE_DIRECTORIES.contains(path.substring(0, slash).toLowerCase(Locale.ROOT))) {
            throw new RefusedException(path, "DJL loads classes or code from directories of that name");
        }
        String code = CodeLike.byName(path).orElse(null);
        if (code != null) {
            throw new RefusedException(path, code);
        }
    }

    private static boolean model(
            Draft draft, SourceDirectory source, List<String> paths, ServingProperties settings, boolean notLoadable)
            throws IOException {
        String name = settings.find("option.modelName");
        String onnx = find(source, paths, name, ".onnx");
        if (onnx != null) {
            OnnxFiles.take(draft, source, onnx);
            return true;
        }
        String torch = find(source, paths, name, ".pt");
        if (torch != null) {
            draft.archive(source.file(torch), torch);
            draft.format("torchscript");
            draft.mapped(torch, "file " + torch);
            return true;
        }
        String parameters = find(source, latestEpochs(paths), name, PARAMETERS);
        if (parameters != null) {
            draft.file(source.file(parameters), parameters);
            draft.format("djl-params");
            draft.mapped(parameters, "file " + parameters);
            return true;
        }
        if (!notLoadable) {
            draft.unmapped(
                    source.name(),
                    "it has no .onnx, .pt or .params file; alsoNotLoadable() keeps the directory all the same");
            return false;
        }
        for (String path : paths) {
            draft.kept(source.file(path), path);
        }
        draft.format("djl-unknown");
        return true;
    }

    /** Of parameters saved after several epochs, {@code churn-0007.params}, DJL takes the last. */
    private static List<String> latestEpochs(List<String> paths) {
        Map<String, String> latest = new TreeMap<>();
        paths.stream().sorted().forEach(path -> latest.put(withoutEpoch(path), path));
        return List.copyOf(latest.values());
    }

    private static String withoutEpoch(String path) {
        return EPOCH.matcher(path).replaceFirst(PARAMETERS);
    }

    /** DJL tries the name that is said, the directory's and "model"; a single file of the kind is meant as well. */
    private static @Nullable String find(
            SourceDirectory source, List<String> paths, @Nullable String said, String extension)
            throws RefusedException {
        List<String> candidates = paths.stream()
                .filter(path -> path.indexOf('/') < 0 && path.endsWith(extension))
                .toList();
        if (candidates.size() < 2) {
            return candidates.isEmpty() ? null : candidates.get(0);
        }
        List<String> names = Stream.of(said == null ? "model" : said, source.name(), "model")
                .flatMap(name -> candidates.stream()
                        .filter(candidate -> candidate.equals(name)
                                || withoutEpoch(candidate).equals(name + extension)))
                .toList();
        if (names.isEmpty()) {
            throw new RefusedException(
                    source.name(),
                    "it has several models, " + candidates + ": say option.modelName in serving.properties");
        }
        return names.get(0);
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
