package io.modelops.validation;

import io.modelops.model.ModelRef;
import io.modelops.model.Verdict;
import io.modelops.spi.CheckResult;

/** What a comparison comes to while there is nothing to compare with. */
final class NothingToCompare {
    private NothingToCompare() {}

    static CheckResult result(ModelRef reference, boolean unlessFirst) {
        return unlessFirst
                ? CheckResult.of(
                        Verdict.PASS, "There is no " + reference + " yet: nothing to compare with, as allowed.")
                : CheckResult.of(
                        Verdict.INCONCLUSIVE,
                        "There is no " + reference
                                + ": point the alias to a version, or add unlessFirst() if this may be the first.");
    }
}
