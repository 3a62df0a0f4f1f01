package io.modelops.examples.sentences;

import java.util.List;

/**
 * A sentence, another way to say it, and something else.
 *
 * @param sentence the sentence
 * @param paraphrase the same in other words
 * @param unrelated a sentence about something else
 */
record SentencePair(Sentence sentence, Sentence paraphrase, Sentence unrelated) {
    static final List<SentencePair> EXAMPLES = List.of(
            of("How do I cancel my subscription?", "I want to end my plan.", "The soup needs more salt."),
            of(
                    "The train to the airport is late.",
                    "My ride to the terminal is delayed.",
                    "She painted the door green."),
            of("The company made less money this year.", "Annual profits fell.", "Otters sleep holding hands."),
            of("A man plays a guitar on stage.", "Someone is performing music.", "The invoice is due on Friday."));

    private static SentencePair of(String sentence, String paraphrase, String unrelated) {
        return new SentencePair(new Sentence(sentence), new Sentence(paraphrase), new Sentence(unrelated));
    }
}
