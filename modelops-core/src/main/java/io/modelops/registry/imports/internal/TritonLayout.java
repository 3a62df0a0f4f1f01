package io.modelops.registry.imports.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A model repository of the Triton server.
 *
 * @param directory the repository
 */
public record TritonLayout(Path directory) implements Layout {
    private static final String ONNX_FILE = "model.onnx";

    @Override
    public void read(Intake intake) throws IOException {
        SourceDirectory repository = SourceDirectory.open(directory);
        for (String name : repository.entries()) {
            try {
                if (repository.hasDirectory(name)) {
                    model(intake, repository.below(name), name);
                } else {
                    intake.unmapped(name, name, "it is no directory of a model");
                }
            } catch (RefusedException refused) {
                intake.refused(name, refused.item(), String.valueOf(refused.getMessage()));
            }
        }
    }

    private static void model(Intake intake, SourceDirectory model, String name) throws IOException {
        String text = model.has(TritonConfig.NAME) ? model.text(TritonConfig.NAME, Limits.DOCUMENT) : "";
        String label = name + "/" + TritonConfig.NAME;
        TritonConfig config = text.isEmpty() ? TritonConfig.empty() : TritonConfig.parse(label, text);
        String said = config.message().text("name");
        if (said != null && !said.isEmpty() && !said.equals(name)) {
            throw new RefusedException(
                    label, "it names the model " + Quoted.of(said) + ", and Triton expects the directory's name");
        }
        List<Integer> versions = new ArrayList<>();
        for (String entry : model.entries()) {
            if (entry.matches("[1-9][0-9]{0,8}") && model.hasDirectory(entry)) {
                versions.add(Integer.parseInt(entry));
            } else if (!entry.equals(TritonConfig.NAME)) {
                intake.unmapped(
                        name,
                        entry,
                        entry.matches("[0-9]+")
                                ? "it is no version: Triton ignores numbers that begin with 0, and links are not followed"
                                : "it is no version");
            }
        }
        versions.sort(Comparator.naturalOrder());
        for (int version : versions) {
            String place = name + "/" + version;
            intake.version(name, place, draft -> {
                boolean taken = files(draft, config, model.below(Integer.toString(version)), intake.takesNotLoadable());
                if (taken) {
                    say(draft, config, name, version, text);
                }
                return taken;
            });
        }
    }

    private static boolean files(Draft draft, TritonConfig config, SourceDirectory version, boolean notLoadable)
            throws IOException {
        String backend = config.backend();
        String given = config.message().text("default_model_filename");
        if (backend.equals("python") || (given == null && version.has("model.py"))) {
            throw new RefusedException("model.py", "its backend runs Python code");
        }
        if (backend.equals("onnxruntime") || (backend.isEmpty() && version.has(given == null ? ONNX_FILE : given))) {
            onnx(draft, version, given == null || given.isEmpty() ? ONNX_FILE : given);
            return true;
        }
        if (backend.equals("pytorch")) {
            String file = given == null || given.isEmpty() ? "model.pt" : given;
            draft.archive(version.file(file), file);
            draft.format("torchscript");
            draft.mapped(file, "file " + file);
            rest(draft, version);
            return true;
        }
        if (!notLoadable) {
            draft.unmapped(
                    "backend " + backend,
                    "no runtime of the library can load it; alsoNotLoadable() keeps it all the same");
            return false;
        }
        String format = backend.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        draft.format("triton-" + (format.isEmpty() ? "unknown" : format.substring(0, Math.min(format.length(), 50))));
        for (String path : version.tree()) {
            draft.kept(version.file(path), path);
        }
        return true;
    }

    /** A large model is a directory of that name, with its weights beside the file. */
    private static void onnx(Draft draft, SourceDirectory version, String name) throws IOException {
        if (version.hasDirectory(name)) {
            SourceDirectory inner = version.below(name);
            OnnxFiles.take(draft, inner, ONNX_FILE);
            rest(draft, inner);
        } else {
            OnnxFiles.take(draft, version, name);
            rest(draft, version);
        }
    }

    private static void rest(Draft draft, SourceDirectory version) throws IOException {
        for (String path : version.tree()) {
            if (!draft.hasFile(path)) {
                draft.unmapped(path, CodeLike.byName(path).orElse("the model does not refer to it"));
            }
        }
    }

    private static void say(Draft draft, TritonConfig config, String name, int version, String text) {
        draft.parameter("triton.name", name);
        draft.parameter("triton.version", Integer.toString(version));
        config.settings().forEach(draft::parameter);
        config.others()
                .forEach(field -> draft.unmapped(
                        field, "it is a matter of Triton's server; the attachment triton/config.pbtxt has it"));
        if (!text.isEmpty()) {
            draft.attach("triton/" + TritonConfig.NAME, text.getBytes(StandardCharsets.UTF_8));
        }
        if (config.saysTensors() && !draft.hasSignature()) {
            try {
                draft.signature(config.signature(), "input and output of " + TritonConfig.NAME);
            } catch (InvalidInputException notExpressible) {
                draft.unmapped("input and output", String.valueOf(notExpressible.getMessage()));
            }
        }
    }
}
