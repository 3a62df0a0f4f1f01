package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.report.Cell;
import io.modelops.report.KeyFigures;
import io.modelops.report.Page;
import io.modelops.report.Paragraph;
import io.modelops.report.Section;
import io.modelops.report.Table;
import io.modelops.report.Tone;
import java.nio.charset.StandardCharsets;
import java.util.List;

class PageHtmlFuzzTest {
    private static final String SHAPE = shape(PageHtml.of(page("x")));

    @FuzzTest
    void of_anyText_addsNoElementAndNoAttribute(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8) + "x";

        String html = Allocation.bounded(input.length, 2_000, () -> PageHtml.of(page(text)));

        assertThat(shape(html)).isEqualTo(SHAPE);
        assertThat(html.length()).isLessThan(100_000 + 100 * text.length());
        assertThat(html)
                .doesNotContainPattern("[\\x00-\\x08\\x0B-\\x1F\\x7F\\u202A-\\u202E\\u2066-\\u2069\\u2028\\u2029]");
    }

    @FuzzTest
    void read_jsonOfAnyText_isThePageAgainAndClosesNoElement(byte[] input) throws Exception {
        Page page = page(new String(input, StandardCharsets.UTF_8));

        String json = Allocation.bounded(input.length, 2_000, () -> PageJson.of(page));

        assertThat(PageJson.read(json)).isEqualTo(page);
    }

    private static Page page(String text) {
        return new Page(
                text,
                text,
                new Page.Status(text, Tone.values()[0]),
                List.of(new Section(
                        text,
                        List.of(
                                Paragraph.of(text),
                                new KeyFigures(List.of(new KeyFigures.Figure(text, text, text, Tone.values()[0]))),
                                new Table(text, List.of(text), List.of(List.of(new Cell.Text(text))))))));
    }

    /** All tags with the names of their attributes, and nothing of the text in quotes and between tags. */
    private static String shape(String html) {
        StringBuilder shape = new StringBuilder();
        boolean tag = false;
        boolean quotes = false;
        for (int index = 0; index < html.length(); index++) {
            char character = html.charAt(index);
            quotes ^= tag && character == '"';
            tag |= character == '<';
            if (tag && !quotes) {
                shape.append(character);
            }
            tag &= quotes || character != '>';
        }
        return shape.toString();
    }
}
