package io.modelops.registry.imports.internal;

import io.modelops.model.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the artifacts of a registry are that only names them by URI. Nothing outside of the directories is opened,
 * whatever a URI says.
 *
 * @param directories directories by how the URIs begin that lead into them
 */
public record ArtifactRoots(Map<String, Path> directories) {
    /** Copies and keeps the directories. */
    public ArtifactRoots {
        directories = Map.copyOf(directories);
    }

    /**
     * Finds a directory.
     *
     * @throws RefusedException if the URI begins with none of the prefixes, or leads out of the directory
     */
    SourceDirectory find(String uri) throws IOException {
        String best = null;
        for (String prefix : directories.keySet()) {
            boolean begins = uri.startsWith(prefix) && (prefix.endsWith("/") || uri.startsWith("/", prefix.length()));
            if ((begins || uri.equals(prefix)) && (best == null || prefix.length() > best.length())) {
                best = prefix;
            }
        }
        Path directory = best == null ? null : directories.get(best);
        if (best == null || directory == null) {
            throw new RefusedException(
                    uri,
                    "its files lie where the import was not told to look: say which directory the URIs lead to that begin with "
                            + "a part of it; so far " + directories.keySet() + " are known");
        }
        String rest = uri.substring(best.length());
        rest = rest.startsWith("/") ? rest.substring(1) : rest;
        rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        if (rest.indexOf('%') >= 0 || rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw new RefusedException(
                    uri, "it has an escape or a query, such as " + Quoted.of("%2e") + ", in its path");
        }
        SourceDirectory root = SourceDirectory.open(directory);
        return rest.isEmpty() ? root : root.below(rest);
    }
}
