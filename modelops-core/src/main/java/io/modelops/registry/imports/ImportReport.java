package io.modelops.registry.imports;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an import did, and what it could not do.
 *
 * @param versions the versions that were registered, or had been by an earlier run of the same import, in the order of
 *     the source
 * @param mapped what was carried over; the text says where to
 * @param unmapped what was left behind; the text says why
 * @param refused the versions, or whole sources, that were not registered because something about them is not allowed;
 *     the text says what. They left nothing behind in the registry
 */
public record ImportReport(List<Imported> versions, List<Note> mapped, List<Note> unmapped, List<Note> refused) {
    /**
     * Copies and keeps the lists.
     *
     * @param versions the versions that were registered
     * @param mapped what was carried over
     * @param unmapped what was left behind
     * @param refused what was not registered
     */
    public ImportReport {
        versions = List.copyOf(versions);
        mapped = List.copyOf(mapped);
        unmapped = List.copyOf(unmapped);
        refused = List.copyOf(refused);
    }

    /**
     * One registered version.
     *
     * @param source where in the source it was, such as {@code churn/version-3}
     * @param version what it is in the registry
     */
    public record Imported(String source, ModelVersion version) {}

    /**
     * Something that is said about a part of the source.
     *
     * @param source the version in the source, such as {@code churn/version-3}; text from outside
     * @param item what of it, such as a file or a key; text from outside, may be empty
     * @param text where it went, or why it did not
     */
    public record Note(String source, String item, String text) {
        /**
         * The note as one line, safe for a log.
         *
         * @return source, item and text
         */
        @Override
        public String toString() {
            return Quoted.of(source) + (item.isEmpty() || item.equals(source) ? "" : ", " + Quoted.of(item)) + ": "
                    + text;
        }
    }

    /**
     * The version of an import that registered one.
     *
     * @return the version
     * @throws InvalidInputException if none or several were registered; the message says what was refused
     */
    public ModelVersion version() {
        if (versions.size() != 1) {
            throw new InvalidInputException(
                    "The import registered " + versions.size() + " versions: expected one." + reasons());
        }
        return versions.get(0).version();
    }

    /**
     * Insists on a whole import.
     *
     * @return this report, if at least one version was registered and none was refused
     * @throws InvalidInputException if nothing was registered, or anything refused; the message says why
     */
    public ImportReport orElseThrow() {
        if (versions.isEmpty() || !refused.isEmpty()) {
            throw new InvalidInputException("The import registered " + versions.size() + " versions and refused "
                    + refused.size() + "." + reasons());
        }
        return this;
    }

    /**
     * Finds a version by its place in the source.
     *
     * @param source such as {@code churn/version-3}
     * @return the registered version, or empty if it was not registered
     */
    public Optional<ModelVersion> find(String source) {
        return versions.stream()
                .filter(imported -> imported.source().equals(source))
                .map(Imported::version)
                .findFirst();
    }

    private String reasons() {
        List<Note> notes = refused.isEmpty() ? unmapped : refused;
        String reasons = notes.stream().limit(5).map(Note::toString).collect(Collectors.joining("; "));
        return (reasons.isEmpty()
                        ? " The source holds none."
                        : (refused.isEmpty() ? " Left behind: " : " Refused: ") + reasons)
                + (notes.size() > 5 ? "; and " + (notes.size() - 5) + " more." : "");
    }
}
