package io.modelops.registry.imports.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.internal.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One repository in the cache of the Hugging Face hub. Its snapshots are links to blobs, which are followed only as long
 * as they stay in the repository's directory.
 *
 * @param repository the directory, such as {@code models--acme--churn}
 * @param revision a branch, a tag or a commit
 */
public record HuggingFaceLayout(Path repository, String revision) implements Layout {
    private static final String COMMIT = "[0-9a-f]{40}";
    private static final Set<String> COMPANIONS = Set.of("json", "txt", "csv", "tsv", "md", "vocab");
    private static final int LARGEST_INDEX = 16 << 20;

    @Override
    public void read(Intake intake) throws IOException {
        SourceDirectory source = SourceDirectory.open(repository);
        if (!source.hasDirectory("snapshots")) {
            throw new InvalidInputException("Import source " + repository
                    + " has no directory \"snapshots\": give the directory of one repository in the cache.");
        }
        String commit = commit(source);
        SourceDirectory snapshot = source.below("snapshots/" + commit);
        intake.version(source.name(), commit, draft -> {
            boolean taken = take(draft, snapshot);
            if (taken) {
                draft.parameter("huggingface.repository", repository(source.name()));
                draft.parameter("huggingface.commit", commit);
                draft.parameter("huggingface.revision", revision);
            }
            return taken;
        });
    }

    private String commit(SourceDirectory source) throws IOException {
        if (revision.matches(COMMIT)) {
            return revision;
        }
        String commit = source.text("refs/" + revision, Limits.VALUE).strip();
        if (!commit.matches(COMMIT)) {
            throw new RefusedException("refs/" + revision, "it does not name a commit of 40 hexadecimal digits");
        }
        return commit;
    }

    private static String repository(String directory) {
        return directory.startsWith("models--")
                ? directory.substring("models--".length()).replace("--", "/")
                : directory;
    }

    private static boolean take(Draft draft, SourceDirectory snapshot) throws IOException {
        List<String> paths = snapshot.tree();
        String onnx = paths.contains("model.onnx") ? "" : paths.contains("onnx/model.onnx") ? "onnx" : null;
        List<String> shards = paths.stream()
                .filter(path -> path.indexOf('/') < 0 && path.endsWith(".safetensors"))
                .toList();
        if (onnx == null && shards.isEmpty()) {
            draft.unmapped("model", "it has neither model.onnx nor safetensors, and other weights are pickles");
            left(draft, paths);
            return false;
        }
        if (onnx != null) {
            SourceDirectory directory = onnx.isEmpty() ? snapshot : snapshot.below(onnx);
            OnnxFiles.take(draft, directory, "model.onnx");
            for (String name : directory.tree()) {
                if (draft.hasFile(name)) {
                    verify(draft, directory.file(name), name);
                }
            }
        } else {
            draft.format("safetensors");
            tensors(draft, snapshot, shards);
        }
        for (String path : paths) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (path.indexOf('/') < 0 && !draft.hasFile(name) && isCompanion(name)) {
                SourceFile file = snapshot.file(path);
                draft.file(file, name);
                verify(draft, file, name);
            }
        }
        left(draft, paths.stream().filter(path -> !isTaken(draft, onnx, path)).toList());
        return true;
    }

    private static boolean isTaken(Draft draft, @Nullable String onnx, String path) {
        String prefix = onnx == null || onnx.isEmpty() ? "" : onnx + "/";
        boolean top = path.indexOf('/') < 0;
        return (top && draft.hasFile(path))
                || (path.startsWith(prefix) && draft.hasFile(path.substring(prefix.length())));
    }

    private static void left(Draft draft, List<String> paths) {
        paths.forEach(path -> draft.unmapped(
                path, CodeLike.byName(path).orElse("it is neither the model nor of a kind that lies beside one")));
    }

    private static boolean isCompanion(String name) {
        return !name.startsWith(".")
                && COMPANIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static void tensors(Draft draft, SourceDirectory snapshot, List<String> shards) throws IOException {
        long elements = 0;
        Map<String, Set<String>> names = new HashMap<>();
        for (String shard : shards) {
            SourceFile file = snapshot.file(shard);
            Path copy = draft.file(file, shard);
            verify(draft, file, shard);
            SafetensorsHeader header;
            try {
                header = SafetensorsHeader.read(copy);
            } catch (RefusedException broken) {
                throw broken.in(file.path());
            }
            elements += header.elements();
            header.metadata().forEach((key, value) -> draft.parameter("safetensors." + key, value));
            names.put(shard, header.tensors());
            draft.mapped(file.path(), "file " + shard);
        }
        draft.parameter("safetensors.elements", Long.toString(elements));
        draft.unmapped("signature", "weights do not say what the model takes and gives");
        if (snapshot.has("model.safetensors.index.json")) {
            checkIndex(snapshot, names);
        }
    }

    private static void checkIndex(SourceDirectory snapshot, Map<String, Set<String>> names) throws IOException {
        String label = "model.safetensors.index.json";
        JsonNode index;
        try {
            index = Json.MAPPER.readTree(snapshot.bytes(label, LARGEST_INDEX));
        } catch (JacksonException notJson) {
            throw new RefusedException(label, "it is not JSON");
        }
        for (Map.Entry<String, JsonNode> tensor : index.path("weight_map").properties()) {
            Set<String> shard = names.get(tensor.getValue().asString(""));
            if (shard == null || !shard.contains(tensor.getKey())) {
                throw new RefusedException(
                        label,
                        "it says that tensor " + Quoted.of(tensor.getKey()) + " lies in "
                                + Quoted.of(tensor.getValue().asString("")) + ", which does not have it");
            }
        }
    }

    private static void verify(Draft draft, SourceFile file, String name) throws IOException {
        if (!HuggingFaceBlob.check(file, draft.directory().resolve(name))) {
            draft.unmapped(
                    file.path(), "it is a copy instead of a link to a blob, so there is no digest to check it against");
        }
    }
}
