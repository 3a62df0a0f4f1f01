package io.modelops.report;

/**
 * Running text.
 *
 * @param text plain text, shown as it is; markup in it has no effect
 */
public record Paragraph(String text) implements Block {
    /**
     * Creates a paragraph.
     *
     * @param text plain text
     * @return the paragraph
     */
    public static Paragraph of(String text) {
        return new Paragraph(text);
    }
}
