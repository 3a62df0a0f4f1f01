package io.modelops.registry.imports.internal;

import io.modelops.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * MLflow's registry in files: {@code models/<name>/version-<number>/meta.yaml}, with tags and aliases as one file each.
 *
 * @param root the directory that {@code models} lies in
 * @param artifacts where the files of the versions are
 */
public record MlflowFileLayout(Path root, ArtifactRoots artifacts) implements Layout {
    private static final String VERSION = "version-";
    private static final String META = "meta.yaml";

    @Override
    public void read(Intake intake) throws IOException {
        SourceDirectory source = SourceDirectory.open(root);
        if (!source.hasDirectory("models")) {
            throw new InvalidInputException(
                    "Import source " + root + " has no directory \"models\": give the directory that MLflow keeps its "
                            + "registry in, usually mlruns.");
        }
        SourceDirectory models = source.below("models");
        for (String name : models.entries()) {
            try {
                model(intake, models.below(name), name);
            } catch (RefusedException refused) {
                intake.refused(name, refused.item(), String.valueOf(refused.getMessage()));
            }
        }
    }

    private void model(Intake intake, SourceDirectory directory, String name) throws IOException {
        Map<String, String> aliases = values(directory, "aliases");
        values(directory, "tags")
                .keySet()
                .forEach(tag ->
                        intake.unmapped(name, "tag " + tag, "a model as a whole has no tags, only its versions"));
        if (directory.has(META)
                && Yaml.text(Yaml.map(META, directory.text(META, Limits.DOCUMENT)), "description") != null) {
            intake.unmapped(name, "description", "a model as a whole has no description, only its versions");
        }
        List<MlflowVersion> versions = new ArrayList<>();
        for (String entry : directory.entries()) {
            if (entry.startsWith(VERSION)) {
                try {
                    versions.add(version(directory.below(entry), name, entry, aliases));
                } catch (RefusedException refused) {
                    intake.refused(name + "/" + entry, refused.item(), String.valueOf(refused.getMessage()));
                }
            }
        }
        versions.sort(Comparator.comparingInt(MlflowVersion::number));
        Set<String> found = new HashSet<>();
        for (MlflowVersion version : versions) {
            version.into(intake, artifacts);
            found.addAll(version.aliases());
        }
        aliases.keySet().stream()
                .filter(alias -> !found.contains(alias))
                .forEach(
                        alias -> intake.unmapped(name, "alias " + alias, "it points to no version that could be read"));
    }

    private static MlflowVersion version(
            SourceDirectory directory, String model, String entry, Map<String, String> aliases) throws IOException {
        String digits = entry.substring(VERSION.length());
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw new RefusedException(entry, "its name is not version- and a number");
        }
        return version(
                model,
                Integer.parseInt(digits),
                Yaml.map(entry + "/" + META, directory.text(META, Limits.DOCUMENT)),
                values(directory, "tags"),
                aliases);
    }

    /** What a version's own file says. */
    static MlflowVersion version(
            String model, int number, Map<String, Object> meta, Map<String, String> tags, Map<String, String> aliases) {
        String stored = Yaml.text(meta, "storage_location");
        return new MlflowVersion(
                model,
                number,
                Yaml.text(meta, "current_stage"),
                Yaml.text(meta, "status"),
                stored == null ? Yaml.text(meta, "source") : stored,
                Yaml.text(meta, "run_id"),
                Yaml.text(meta, "user_id"),
                Yaml.text(meta, "description"),
                Yaml.text(meta, "creation_timestamp"),
                tags,
                aliases.entrySet().stream()
                        .filter(alias -> alias.getValue().equals(Integer.toString(number)))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** Files that hold one value each, by name. A name with slashes is a file in directories. */
    private static Map<String, String> values(SourceDirectory directory, String name) throws IOException {
        Map<String, String> values = new TreeMap<>();
        if (directory.has(name)) {
            SourceDirectory files = directory.below(name);
            for (String path : files.tree()) {
                if (values.size() < Limits.PARAMETERS) {
                    values.put(path, files.text(path, Limits.VALUE).strip());
                }
            }
        }
        return values;
    }
}
