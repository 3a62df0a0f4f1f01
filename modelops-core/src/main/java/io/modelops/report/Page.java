package io.modelops.report;

import io.modelops.spi.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of sections, written as one HTML file that needs no other file, no script and no network, or as JSON. An
 * immutable value; each method returns a new page.
 *
 * <pre>{@code
 * Page.titled("Ridership, 2004 to 2016")
 *     .lead("What the loop gained over a model that is left alone.")
 *     .section("Error", LineChart.titled("Mean absolute error").x(Axis.time("Day")).y(Axis.of("Error", "thousand riders"))
 *         .line("left alone", alone)
 *         .line("loop", loop))
 *     .writeHtml(Path.of("ridership.html"));
 * }</pre>
 *
 * @param title the title
 * @param lead one or two sentences below the title, empty for none
 * @param status what the page comes to, shown beside the title, or null
 * @param sections the sections, in order
 */
public record Page(String title, String lead, @Nullable Status status, List<Section> sections) implements Report {
    /**
     * A word in a tone.
     *
     * @param text the word, such as {@code PASS}
     * @param tone how it is to be taken
     */
    public record Status(String text, Tone tone) {}

    /**
     * Copies and keeps the parts.
     *
     * @param title the title
     * @param lead one or two sentences below the title, empty for none
     * @param status what the page comes to, or null
     * @param sections the sections, in order
     */
    public Page {
        sections = List.copyOf(sections);
    }

    /**
     * Starts a page.
     *
     * @param title the title
     * @return a page without content
     */
    public static Page titled(String title) {
        return new Page(title, "", null, List.of());
    }

    /**
     * The page that shows a report, to say more on it.
     *
     * @param report a report that {@link HtmlReports} shows
     * @return a page with the title, the status and the sections of the report
     * @throws io.modelops.model.InvalidInputException if the report is of another kind
     */
    public static Page of(Report report) {
        return HtmlReports.page(report);
    }

    /**
     * Sets the title.
     *
     * @param title the title
     * @return a page with it
     */
    public Page retitled(String title) {
        return new Page(title, lead, status, sections);
    }

    /**
     * Sets the sentences below the title.
     *
     * @param lead one or two sentences
     * @return a page with them
     */
    public Page lead(String lead) {
        return new Page(title, lead, status, sections);
    }

    /**
     * Sets what the page comes to.
     *
     * @param text a word, such as {@code PASS}
     * @param tone how it is to be taken
     * @return a page with it
     */
    public Page status(String text, Tone tone) {
        return new Page(title, lead, new Status(text, tone), sections);
    }

    /**
     * Adds a section.
     *
     * @param title its heading
     * @param blocks what it shows, in order
     * @return a page that ends with the section
     */
    public Page section(String title, Block... blocks) {
        return section(Section.of(title, blocks));
    }

    /**
     * Adds a section.
     *
     * @param section the section
     * @return a page that ends with the section
     */
    public Page section(Section section) {
        return section(sections.size(), section);
    }

    /**
     * Inserts a section.
     *
     * @param before how many sections stay before it, 0 to the number of sections
     * @param section the section
     * @return a page with the section at that place
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public Page section(int before, Section section) {
        List<Section> longer = new ArrayList<>(sections);
        longer.add(before, section);
        return new Page(title, lead, status, longer);
    }
}
