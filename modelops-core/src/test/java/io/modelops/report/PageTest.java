package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.report.LineChart.Point;
import io.modelops.report.internal.PageJson;
import io.modelops.spi.Report;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class PageTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u202egnp";

    private static Page page(String text) {
        List<Point> points = List.of(Point.at(LocalDate.of(2004, 1, 1), 1), Point.at(LocalDate.of(2005, 1, 1), 2));
        return Page.titled(text)
                .lead(text)
                .status(text, Tone.BAD)
                .section(
                        text,
                        Paragraph.of(text),
                        KeyFigures.none().add(text, 1.5, text).add(text, text, text, Tone.GOOD),
                        Table.of(text, text, "number").row(text, 1).row(Verdict.FAIL, null),
                        Timeline.titled(text).entry(Instant.EPOCH, text, text, Tone.UNSURE))
                .section(
                        "charts",
                        LineChart.titled(text)
                                .x(Axis.time(text))
                                .y(Axis.of(text, text))
                                .line(text, points)
                                .line("b", points)
                                .band(text, points, points)
                                .limit(1.5, text)
                                .marker(LocalDate.of(2004, 6, 1), text, Tone.GOOD),
                        BarChart.titled(text, Axis.of(text)).bar(text, 3).limit(2, text));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void toHtml_hostileText_isShownAndNotRun() {
        String html = page(HOSTILE).toHtml();

        assertThat(html).doesNotContain("<script", "<img", "\u202e").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(found("(?i)<[^>]* on[a-z]+\\s*=\\s*[^>]*>", html.replaceAll("\"[^\"]*\"", "\"\"")))
                .isEmpty();
        assertThat(html).contains("\\u202egnp");
    }

    @Test
    void toHtml_hostileText_addsNoElement() {
        assertThat(found("<[a-zA-Z/][a-z0-9]*", page(HOSTILE).toHtml()))
                .isEqualTo(found(
                        "<[a-zA-Z/][a-z0-9]*",
                        page("harmless text of about as many characters as the other one is")
                                .toHtml()));
    }

    @Test
    void toHtml_anyPage_needsNothingElse() {
        String html = page("text").toHtml();

        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"")
                .doesNotContain("http:", "https:", "<script", "@import", "url(", "src=");
        assertThat(found("href=\"[^\"]*\"", html)).containsOnly("href=\"data:,\"", "href=\"#content\"");
    }

    @Test
    void toHtml_anyPage_hasUniqueIdsThatItsReferencesMeet() {
        String html = page("text").toHtml();
        List<String> ids = found("(?<= id=\")[^\"]*", html);
        List<String> references = found("(?<=aria-labelledby=\")[^\"]*", html).stream()
                .flatMap(names -> List.of(names.split(" ")).stream())
                .toList();

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(8);
        assertThat(references).isNotEmpty().isSubsetOf(ids);
    }

    @Test
    void toHtml_drawings_areWellFormedAndHaveATitleAndADescription() throws Exception {
        List<String> drawings =
                found("(?s)<svg class=\"plot.*?</svg>", page(HOSTILE).toHtml());

        assertThat(drawings).hasSize(4);
        for (String drawing : drawings) {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(drawing)));
            assertThat(document.getDocumentElement().getAttribute("role")).isEqualTo("img");
            assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                    .contains("alert(1)");
            assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                    .isNotBlank();
        }
    }

    @Test
    void toHtml_anyLocale_isTheSame() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            String html = page("text").toHtml();
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            assertThat(page("text").toHtml()).isEqualTo(html);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void toHtml_noSections_isAPage() {
        assertThat(Page.titled("empty").toHtml())
                .contains("<title>empty</title>")
                .endsWith("</html>\n");
    }

    @Test
    void toHtml_blocksWithoutContent_sayThatThereIsNothing() {
        String html = Page.titled("empty")
                .section(
                        "nothing",
                        Table.of("table", "a", "b"),
                        Timeline.titled("timeline"),
                        LineChart.titled("lines"),
                        BarChart.titled("bars", Axis.of("x")),
                        KeyFigures.none())
                .toHtml();

        assertThat(html).contains("Nothing to show.", "Nothing happened.");
        assertThat(found("No values\\.</text>", html))
                .as("two charts, each drawn twice")
                .hasSize(4);
    }

    @Test
    void toHtml_longTimeline_foldsEarlierEntriesAway() {
        Timeline timeline = Timeline.titled("history");
        for (int day = 1; day <= 31; day++) {
            timeline = timeline.entry(LocalDate.of(2026, 1, day), "entry " + day, "", Tone.NEUTRAL);
        }

        String html = Page.titled("t").section("s", timeline).toHtml();

        assertThat(html).contains("<summary>1 earlier</summary>");
        assertThat(found("<time>", html)).hasSize(31);
    }

    @Test
    void toJson_ofPage_readsBackAsTheSamePage() {
        Page page = page(HOSTILE)
                .section("gap", LineChart.titled("gap").line("a", List.of(new Point(1, Double.NaN), new Point(2, 3))));

        assertThat(PageJson.read(page.toJson())).isEqualTo(page);
    }

    @Test
    void writeHtml_missingDirectories_areCreated(@TempDir Path directory) throws IOException {
        Path file = Page.titled("t").writeHtml(directory.resolve("a/b/page.html"));

        assertThat(Files.readString(file)).isEqualTo(Page.titled("t").toHtml());
    }

    @Test
    void row_wrongNumberOfCells_throws() {
        assertThatThrownBy(() -> Table.of("t", "a", "b").row(1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 1 cells: expected 2, one for each of [a, b]");
    }

    @Test
    void row_valueThatCanNotBeShown_throws() {
        assertThatThrownBy(() -> Table.of("t", "a").row(new Object()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void of_report_isItsPageWhichMayBeAddedTo() {
        Page page = Page.of(SampleReports.monitoring());
        Page longer = page.retitled("mine").section(1, Section.of("Between", Paragraph.of("words")));

        assertThat(page.title()).isEqualTo("Monitoring of churn");
        assertThat(longer.title()).isEqualTo("mine");
        assertThat(longer.sections()).hasSize(page.sections().size() + 1);
        assertThat(longer.sections().get(1).title()).isEqualTo("Between");
        assertThat(longer.sections().subList(2, longer.sections().size()))
                .isEqualTo(page.sections().subList(1, page.sections().size()));
        assertThat(Page.of(longer)).isSameAs(longer);
        assertThatThrownBy(() -> Page.of(new Report() {})).isInstanceOf(InvalidInputException.class);
    }
}
