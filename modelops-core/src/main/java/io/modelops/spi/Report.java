package io.modelops.spi;

import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Something that can be shown to people as one self-contained HTML file, and to programs as JSON. */
public interface Report {
    /**
     * Renders the report as a page that needs no other file, no script and no network.
     *
     * @return the HTML
     */
    default String toHtml() {
        return renderer().html(this);
    }

    /**
     * Renders the report for programs.
     *
     * @return the JSON
     */
    default String toJson() {
        return renderer().json(this);
    }

    /**
     * Writes the report as HTML.
     *
     * @param file the file to write; an existing one is replaced, missing directories are created
     * @return the file
     * @throws StoreException if it can't be written
     */
    default Path writeHtml(Path file) {
        return write(file, toHtml());
    }

    /**
     * Renders the report as Markdown, for a repository or a wiki. Text from data is escaped: it adds no markup, no HTML and
     * no link. Charts become tables.
     *
     * @return the Markdown, with tables as GitHub's dialect has them
     */
    default String toMarkdown() {
        return renderer().markdown(this);
    }

    /**
     * Writes the report as Markdown.
     *
     * @param file the file to write; an existing one is replaced, missing directories are created
     * @return the file
     * @throws StoreException if it can't be written
     */
    default Path writeMarkdown(Path file) {
        return write(file, toMarkdown());
    }

    /**
     * Writes the report as JSON.
     *
     * @param file the file to write; an existing one is replaced, missing directories are created
     * @return the file
     * @throws StoreException if it can't be written
     */
    default Path writeJson(Path file) {
        return write(file, toJson());
    }

    private ReportRenderer renderer() {
        for (ReportRenderer renderer :
                ServiceLoader.load(ReportRenderer.class, ReportRenderer.class.getClassLoader())) {
            if (renderer.renders(this)) {
                return renderer;
            }
        }
        throw new InvalidInputException("No renderer for " + getClass().getName() + " was found among the services of "
                + ReportRenderer.class.getName()
                + ": if the application is one jar, merge its META-INF/services files.");
    }

    private static Path write(Path file, String content) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return Files.writeString(file, content);
        } catch (IOException failure) {
            throw new StoreException(
                    "Report could not be written to " + file + " (" + failure
                            + "): expected a writable path; choose another.",
                    failure);
        }
    }
}
