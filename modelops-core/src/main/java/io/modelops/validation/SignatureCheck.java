package io.modelops.validation;

import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Signature;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import java.util.List;
import java.util.Optional;

/**
 * Requires that the version takes what callers of another version send and gives what they read. Inconclusive if either
 * has no signature, and while the alias does not exist. Immutable.
 */
public final class SignatureCheck implements Check<Object, Object> {
    private final String alias;
    private final boolean unlessFirst;

    SignatureCheck(String alias, boolean unlessFirst) {
        this.alias = alias;
        this.unlessFirst = unlessFirst;
    }

    /**
     * Passes while the alias does not exist, for the first version of a model.
     *
     * @return a check that passes if there is nothing to compare with
     */
    public SignatureCheck unlessFirst() {
        return new SignatureCheck(alias, true);
    }

    @Override
    public String name() {
        return "signature compatible with " + alias + (unlessFirst ? ", unless first" : "");
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        ModelRef reference = new ModelRef.Aliased(subject.candidate().model(), alias);
        Optional<ModelVersion> current = subject.find(reference);
        if (current.isEmpty()) {
            return NothingToCompare.result(reference, unlessFirst);
        }
        Optional<Signature> offered = subject.candidate().signature();
        Optional<Signature> used = current.get().signature();
        if (offered.isEmpty() || used.isEmpty()) {
            return CheckResult.of(
                    Verdict.INCONCLUSIVE,
                    "Version " + (offered.isEmpty() ? subject.candidate() : current.get())
                            + " has no signature: register it with one.");
        }
        List<String> differences = offered.get().incompatibilitiesWith(used.get());
        return differences.isEmpty()
                ? CheckResult.of(Verdict.PASS, "Callers of " + current.get() + " need not change.")
                : CheckResult.of(
                        Verdict.FAIL,
                        "Callers of " + current.get() + " would break: " + String.join("; ", differences) + ".");
    }
}
