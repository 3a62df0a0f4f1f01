package io.modelops.report;

import java.util.List;

/**
 * A titled part of a page.
 *
 * @param title its heading
 * @param blocks what it shows, in order
 */
public record Section(String title, List<Block> blocks) {
    /**
     * Copies and keeps the parts.
     *
     * @param title its heading
     * @param blocks what it shows, in order
     */
    public Section {
        blocks = List.copyOf(blocks);
    }

    /**
     * Creates a section.
     *
     * @param title its heading
     * @param blocks what it shows, in order
     * @return the section
     */
    public static Section of(String title, Block... blocks) {
        return new Section(title, List.of(blocks));
    }
}
