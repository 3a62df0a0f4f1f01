package io.modelops.report.internal;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text from data as it may stand in Markdown: it shows what it is and adds nothing, neither markup nor HTML nor a link.
 * Dialects make links of bare addresses and mentions, whatever is escaped; a word joiner, which nobody sees, breaks those.
 */
final class MarkdownText {
    private static final String ACTING = "\\`*_[]|~$^=!#";
    private static final Pattern LINKED = Pattern.compile("(?i)://|www(?=\\.)|@|mailto:|xmpp:|#(?=[0-9])");
    private static final Pattern STARTS_LIST = Pattern.compile("^([0-9]{1,9})([.)])(?=\\s|$)");
    private static final String WORD_JOINER = "\u2060";

    private MarkdownText() {}

    /** Text in one line, for a heading, a cell or a place among words. */
    static String line(String text) {
        String shown = visible(text).replaceAll("\\s+", " ").strip();
        String broken = LINKED.matcher(shown)
                .replaceAll(
                        link -> link.group().startsWith(":") ? ":" + WORD_JOINER + "//" : link.group() + WORD_JOINER);
        StringBuilder escaped = new StringBuilder(broken.length() + 16);
        for (int index = 0; index < broken.length(); index++) {
            escape(broken.charAt(index), index == 0, escaped);
        }
        return STARTS_LIST.matcher(escaped).replaceFirst("$1\\\\$2");
    }

    /** Text of several lines: one paragraph for each. */
    static String paragraphs(String text) {
        return visible(text)
                .lines()
                .map(MarkdownText::line)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static String visible(String text) {
        return Visible.of(text.replace("\r\n", "\n"));
    }

    private static void escape(char character, boolean first, StringBuilder escaped) {
        switch (character) {
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '&' -> escaped.append("&amp;");
            case '{' -> escaped.append("&#123;"); // templates of site generators are filled in before Markdown is read
            case '}' -> escaped.append("&#125;");
            default -> {
                if (ACTING.indexOf(character) >= 0 || (first && "+-:".indexOf(character) >= 0)) {
                    escaped.append('\\');
                }
                escaped.append(character);
            }
        }
    }
}
