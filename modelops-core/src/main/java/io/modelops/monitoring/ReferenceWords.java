package io.modelops.monitoring;

/** What a window is compared with, in a few words for a report. */
final class ReferenceWords {
    private ReferenceWords() {}

    /** The words, in which what is compared is called by the plural given. */
    static String of(Reference reference, String values) {
        if (reference instanceof Reference.Training) {
            return "training data";
        }
        if (reference instanceof Reference.First first) {
            return "first " + first.observations() + " " + values;
        }
        if (reference instanceof Reference.Period period) {
            return period.from() + " to " + period.to();
        }
        if (reference instanceof Reference.WindowsBefore before) {
            return before.windows() == 1 ? "window before" : before.windows() + " windows before";
        }
        return reference instanceof Reference.Champion ? "champion" : "given reference";
    }
}
