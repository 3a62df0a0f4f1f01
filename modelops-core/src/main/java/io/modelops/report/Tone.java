package io.modelops.report;

import io.modelops.model.Verdict;

/** How something is to be taken; shown by a colour together with a sign, never by colour alone. */
public enum Tone {
    /** Neither good nor bad. */
    NEUTRAL,
    /** As it should be. */
    GOOD,
    /** Undecided, or worth a look. */
    UNSURE,
    /** Not as it should be. */
    BAD;

    /**
     * The tone in which a verdict is shown.
     *
     * @param verdict the verdict
     * @return good for a pass, unsure if inconclusive, bad for a failure
     */
    public static Tone of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> GOOD;
            case INCONCLUSIVE -> UNSURE;
            case FAIL -> BAD;
        };
    }
}
