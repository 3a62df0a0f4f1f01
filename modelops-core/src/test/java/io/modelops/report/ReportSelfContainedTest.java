package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.report.Markup.Tag;
import io.modelops.spi.Report;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportSelfContainedTest {
    /** Every attribute of HTML and SVG by which a browser fetches something or runs it. */
    private static final List<String> FETCHING = List.of(
            "src",
            "srcset",
            "srcdoc",
            "poster",
            "data",
            "action",
            "formaction",
            "background",
            "cite",
            "ping",
            "manifest",
            "archive",
            "codebase",
            "xlink:href",
            "from",
            "to",
            "values");

    private static final List<String> RUNNING = List.of(
            "script",
            "iframe",
            "frame",
            "object",
            "embed",
            "applet",
            "img",
            "image",
            "audio",
            "video",
            "source",
            "track",
            "use",
            "form",
            "input",
            "button",
            "base",
            "template",
            "foreignObject",
            "animate",
            "set");

    static Stream<Named<Report>> reports() {
        HostileReports hostile = new HostileReports(
                "<script src=//x.example></script>\" onload=\"x\" href=\"//x.example\" url(//x.example)", 40, 30);
        return Stream.concat(SampleReports.all(), hostile.all());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_tags_fetchAndRunNothing(Report report) {
        Markup page = Markup.of(report.toHtml());
        Set<String> attributes = page.tags().stream()
                .flatMap(tag -> tag.attributes().keySet().stream())
                .collect(Collectors.toSet());
        Set<String> names = page.tags().stream().map(Tag::name).collect(Collectors.toSet());

        assertThat(attributes)
                .doesNotContainAnyElementsOf(FETCHING)
                .allSatisfy(attribute -> assertThat(attribute).doesNotStartWith("on"));
        assertThat(names).doesNotContainAnyElementsOf(RUNNING);
        assertThat(page.attributes("href"))
                .allSatisfy(target -> assertThat(target).matches("#[a-z0-9]+|data:,"));
        assertThat(page.attributes("style"))
                .allSatisfy(style -> assertThat(style).matches("(--r:\\d+;)?--c:\\d+"));
        assertThat(page.attributes("http-equiv")).containsOnly("Content-Security-Policy");
        assertThat(page.text())
                .as("no tag that this test could not read")
                .doesNotContain("<")
                .contains("\n");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_style_fetchesNothing(Report report) {
        String style = Pattern.compile("(?s)<style>(.*?)</style>")
                .matcher(report.toHtml())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining());

        assertThat(style)
                .isNotEmpty()
                .doesNotContain("url(", "@import", "@font-face", "src(", "image-set(", "expression(");
    }
}
