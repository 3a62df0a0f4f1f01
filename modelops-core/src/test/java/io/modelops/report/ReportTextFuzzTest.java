package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.model.internal.Json;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.spi.Report;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Text from data in every place where it stands in a report: it is shown, and it adds nothing. */
class ReportTextFuzzTest {
    private static final Pattern ACTING =
            Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F\\u202A-\\u202E\\u2066-\\u2069\\u2028\\u2029]");
    private static final List<String> PARTS = List.of(
            "<script>alert(1)</script>",
            "\"",
            "'",
            ">",
            "<!--",
            "-->",
            "]]>",
            "</title>",
            "</style>",
            "&",
            "&#x3c;",
            "\u202e",
            "\u2028",
            "\u0000",
            "\ud800",
            "\udc00",
            "|",
            "`",
            "[x](http://x.example)",
            "![](//x.example)",
            "\n# ",
            "\n- ",
            "{{7*7}}",
            "${x}",
            "\\",
            "a",
            " ",
            "\ud83d\ude00",
            "\t",
            "\r\n",
            "http://x.example",
            "@here",
            "javascript:x",
            "%0a",
            "\u0301");

    @FuzzTest
    void any_text_addsNothing(byte[] input) {
        check(new String(input, StandardCharsets.UTF_8));
    }

    @Test
    void odd_texts_addNothing() {
        Random random = new Random(17);
        for (int run = 0; run < 12; run++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(12); part >= 0; part--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            check(text.toString());
        }
    }

    private static void check(String text) {
        // A letter before it keeps the text from being blank, which changes what is written about it.
        HostileReports hostile = new HostileReports("x" + text, 2, 3);
        HostileReports harmless = new HostileReports("x", 2, 3);
        check(hostile.profile(), harmless.profile());
        check(hostile.comparison(), harmless.comparison());
        check(hostile.monitoring(), harmless.monitoring());
    }

    private static void check(Report hostile, Report harmless) {
        String html = hostile.toHtml();
        assertThat(shape(html)).isEqualTo(shape(harmless.toHtml()));
        assertThat(Markup.of(html).text()).doesNotContain("<");
        assertThat(html).doesNotContainPattern(ACTING);

        String markdown = hostile.toMarkdown();
        assertThat(markdown.replaceAll("(?m)^(\\\\?>|- )", "")).doesNotContain("<", ">");
        assertThat(markdown)
                .doesNotContainPattern(ACTING)
                .doesNotContainPattern("(?<!\\\\)\\]\\(")
                .doesNotContain("://", "{{");

        Json.MAPPER.readTree(hostile.toJson());
        if (hostile instanceof ComparisonReport comparison) {
            assertThat(Json.MAPPER.readValue(hostile.toJson(), ComparisonReport.class))
                    .isEqualTo(comparison);
        }
        if (hostile instanceof MonitoringReport monitoring) {
            assertThat(Json.MAPPER.readValue(hostile.toJson(), MonitoringReport.class))
                    .isEqualTo(monitoring);
        }
    }

    /** The tags with the names of their attributes; only drawings of texts as wide as these may differ in numbers. */
    private static List<String> shape(String html) {
        return Markup.of(html).tags().stream()
                .map(tag -> tag.name() + tag.closing() + tag.attributes().keySet())
                .toList();
    }
}
