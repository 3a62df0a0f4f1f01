package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "plain words, 0.5 (half) -> plain words, 0.5 (half)",
                "a|b -> a\\|b",
                "a\\|b -> a\\\\\\|b",
                "*bold* _it_ ~~gone~~ -> \\*bold\\* \\_it\\_ \\~\\~gone\\~\\~",
                "![x](y) -> \\!\\[x\\](y)",
                "<b>&amp; -> &lt;b&gt;&amp;amp;",
                "`code` $x$ ^a ==b== -> \\`code\\` \\$x\\$ \\^a \\=\\=b\\=\\=",
                "# head -> \\# head",
                "- item -> \\- item",
                "+ item -> \\+ item",
                "1. item -> 1\\. item",
                "12) item -> 12\\) item",
                ": term -> \\: term",
                "> quote -> &gt; quote",
                "{% raw %}{{ x }} -> &#123;% raw %&#125;&#123;&#123; x &#125;&#125;",
            })
    void line_textThatWouldAct_isEscaped(String text, String escaped) {
        assertThat(MarkdownText.line(text)).isEqualTo(escaped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see https://evil.example",
                "see HTTP://evil.example",
                "www.evil.example",
                "ana@evil.example",
                "mailto:ana@evil.example",
                "xmpp:ana@evil.example",
                "@ana",
                "#12",
                "ftp\n://evil.example"
            })
    void line_whatDialectsMakeLinksOf_isBroken(String text) {
        assertThat(MarkdownText.line(text))
                .contains("\u2060")
                .doesNotContain("://", "www.")
                .doesNotContainPattern("@\\w");
    }

    @Test
    void line_linesTabsAndControls_becomeOneVisibleLine() {
        assertThat(MarkdownText.line(" a\n\n# b\r\n\tc\u0000\u202e")).isEqualTo("a \\# b c\\\\u0000\\\\u202e");
        assertThat(MarkdownText.line(" \n ")).isEmpty();
    }

    @Test
    void paragraphs_lines_areParagraphsEach() {
        assertThat(MarkdownText.paragraphs("one\n===\n\n    code\n")).isEqualTo("one\n\n\\=\\=\\=\n\ncode");
    }
}
