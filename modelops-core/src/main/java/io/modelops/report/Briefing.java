package io.modelops.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The questions a reader comes with, each with its answer in a few words: what should be read first. An immutable value;
 * each method returns a new one.
 *
 * @param answers the answers, in order
 */
public record Briefing(List<Answer> answers) implements Block {
    /**
     * One question with its answer.
     *
     * @param question what a reader wants to know, such as {@code Since when?}
     * @param answer the answer, in a few words
     * @param detail more about it, empty for none
     * @param tone how the answer is to be taken
     */
    public record Answer(String question, String answer, String detail, Tone tone) {}

    /**
     * Copies and keeps the answers.
     *
     * @param answers the answers, in order
     */
    public Briefing {
        answers = List.copyOf(answers);
    }

    /**
     * Starts a briefing.
     *
     * @return a briefing without answers
     */
    public static Briefing none() {
        return new Briefing(List.of());
    }

    /**
     * Adds an answer.
     *
     * @param question what a reader wants to know
     * @param answer the answer, in a few words
     * @param detail more about it, empty for none
     * @param tone how the answer is to be taken
     * @return a briefing that ends with it
     */
    public Briefing answer(String question, String answer, String detail, Tone tone) {
        List<Answer> longer = new ArrayList<>(answers);
        longer.add(new Answer(question, answer, detail, tone));
        return new Briefing(longer);
    }
}
