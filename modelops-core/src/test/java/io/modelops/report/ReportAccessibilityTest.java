package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.report.Markup.Tag;
import io.modelops.spi.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader without a mouse, without colours or without eyes needs of a page. */
class ReportAccessibilityTest {
    /** The contrast that text must have, by WCAG 2.2 AA. */
    private static final double TEXT = 4.5;

    /** The contrast that shapes must have, by WCAG 2.2 AA. */
    private static final double SHAPE = 3;

    static Stream<Named<Report>> reports() {
        return SampleReports.all();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_headings_areInOrder(Report report) {
        List<Integer> levels = Markup.of(report.toHtml()).tags().stream()
                .filter(tag -> !tag.closing() && tag.name().matches("h[1-6]"))
                .map(tag -> tag.name().charAt(1) - '0')
                .toList();

        assertThat(levels).startsWith(1).containsOnlyOnce(1).hasSizeGreaterThan(5);
        for (int index = 1; index < levels.size(); index++) {
            assertThat(levels.get(index)).isLessThanOrEqualTo(levels.get(index - 1) + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_page_namesItsLanguageItsTitleAndItsLandmarks(Report report) {
        Markup page = Markup.of(report.toHtml());

        assertThat(page.opening("html")).hasSize(1);
        assertThat(page.opening("html").get(0).attribute("lang")).isEqualTo("en");
        assertThat(page.opening("main")).hasSize(1);
        assertThat(page.opening("header")).hasSize(1);
        assertThat(page.opening("footer")).hasSize(1);
        assertThat(report.toHtml()).containsPattern("<title>[^<]+</title>").contains("width=device-width");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_keyboard_skipsToTheContentFirstAndReachesWhatIsFolded(Report report) {
        Markup page = Markup.of(report.toHtml());
        Tag first = page.tags().stream()
                .filter(tag -> tag.opens("a") || tag.opens("summary") || tag.opens("button"))
                .findFirst()
                .orElseThrow();
        List<String> names = page.tags().stream()
                .filter(tag -> !tag.closing() || tag.name().equals("details"))
                .map(Tag::name)
                .toList();

        assertThat(first.attribute("href")).isEqualTo("#content");
        assertThat(page.attributes("id")).contains("content");
        for (int index = 0; index < names.size(); index++) {
            if (names.get(index).equals("details")
                    && !page.tags().stream()
                            .filter(tag -> !tag.closing() || tag.name().equals("details"))
                            .toList()
                            .get(index)
                            .closing()) {
                assertThat(names.get(index + 1)).isEqualTo("summary");
            }
        }
        assertThat(report.toHtml()).contains(":focus-visible { outline:").doesNotContain("tabindex=\"1\"");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_tables_haveScopedHeadersAndAName(Report report) {
        Markup page = Markup.of(report.toHtml());
        Set<String> scopes = new HashSet<>();
        page.opening("th").forEach(header -> scopes.add(header.attribute("scope")));

        assertThat(scopes).isSubsetOf("col", "row").contains("col", "row");
        assertThat(page.opening("caption").size()
                        + page.opening("table").stream()
                                .filter(table -> table.attributes().containsKey("aria-labelledby"))
                                .count())
                .isEqualTo(page.opening("table").size());
        assertThat(report.toHtml()).doesNotContainPattern("<th[^>]*></th>");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_drawings_areImagesWithTitleAndDescription_orHidden(Report report) {
        String html = report.toHtml();
        Matcher drawing = Pattern.compile("(?s)<svg([^>]*)>(.*?)</svg>").matcher(html);
        int images = 0;
        while (drawing.find()) {
            boolean image = drawing.group(1).contains("role=\"img\"");
            if (image) {
                images++;
                assertThat(drawing.group(2)).containsPattern("<title[^>]*>[^<]+</title>\\s*<desc[^>]*>[^<]+</desc>");
                assertThat(drawing.group(1)).contains("aria-labelledby=");
            } else {
                assertThat(isHidden(html, drawing.start(), drawing.group(1))).isTrue();
            }
        }
        assertThat(images).isGreaterThan(0);
    }

    private static boolean isHidden(String html, int at, String attributes) {
        int list = html.lastIndexOf("<ul", at);
        return attributes.contains("aria-hidden=\"true\"")
                || html.substring(list, html.indexOf('>', list)).contains("aria-hidden=\"true\"");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_names_referToWhatIsThereOnce(Report report) {
        Markup page = Markup.of(report.toHtml());
        List<String> referred = new ArrayList<>();
        page.attributes("aria-labelledby").forEach(names -> referred.addAll(List.of(names.split(" "))));
        page.attributes("href").stream()
                .filter(target -> target.startsWith("#"))
                .forEach(target -> referred.add(target.substring(1)));

        assertThat(page.attributes("id")).doesNotHaveDuplicates().containsAll(referred);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_status_isSaidInWordsBesideItsColour(Report report) {
        Matcher badge = Pattern.compile(
                        "<span class=\"badge (\\w+)\"><span aria-hidden=\"true\">([^<]*)</span> ([^<]+)</span>")
                .matcher(report.toHtml());
        Map<String, String> signs = new HashMap<>();
        while (badge.find()) {
            signs.put(badge.group(1), badge.group(2));
            assertThat(badge.group(3)).isNotBlank();
        }

        assertThat(signs.values()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("palettes")
    void style_text_hasEnoughContrast(Map<String, String> palette) {
        for (String ink : List.of("ink", "soft", "link", "good", "unsure", "bad")) {
            assertThat(contrast(palette.get(ink), palette.get("page"))).as(ink).isGreaterThanOrEqualTo(TEXT);
            assertThat(contrast(palette.get(ink), palette.get("panel"))).as(ink).isGreaterThanOrEqualTo(TEXT);
        }
        for (String tone : List.of("good", "unsure", "bad")) {
            assertThat(contrast(palette.get(tone), palette.get(tone + "-wash")))
                    .as(tone)
                    .isGreaterThanOrEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @MethodSource("palettes")
    void style_shapes_haveEnoughContrast(Map<String, String> palette) {
        for (String shape : List.of("c0", "c1", "c2", "c3", "c4", "c5", "ink", "soft")) {
            assertThat(contrast(palette.get(shape), palette.get("page")))
                    .as(shape)
                    .isGreaterThanOrEqualTo(SHAPE);
            assertThat(contrast(palette.get(shape), palette.get("panel")))
                    .as(shape)
                    .isGreaterThanOrEqualTo(SHAPE);
        }
        assertThat(contrast(palette.get("focus"), palette.get("page"))).isGreaterThanOrEqualTo(SHAPE);
        assertThat(contrast(palette.get("ink"), palette.get("c0")))
                .as("the mark of the reference on the bar")
                .isGreaterThanOrEqualTo(1.5);
    }

    /** Light, dark and print; what one does not set it has from light. */
    static Stream<Map<String, String>> palettes() {
        String html = SampleReports.profile().toHtml();
        Matcher root = Pattern.compile("(?s):root \\{(.*?)\\}").matcher(html);
        List<Map<String, String>> palettes = new ArrayList<>();
        while (root.find()) {
            Map<String, String> palette = palettes.isEmpty() ? new HashMap<>() : new HashMap<>(palettes.get(0));
            Matcher colour = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6});").matcher(root.group(1));
            while (colour.find()) {
                palette.put(colour.group(1), colour.group(2));
            }
            palettes.add(palette);
        }
        assertThat(palettes).hasSize(3);
        return palettes.stream();
    }

    /** The contrast ratio of WCAG 2.2. */
    private static double contrast(String one, String other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * channel(colour, 0) + 0.7152 * channel(colour, 2) + 0.0722 * channel(colour, 4);
    }

    private static double channel(String colour, int at) {
        double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
