package io.modelops.registry.imports.internal;

import io.modelops.model.Quoted;
import java.io.IOException;

/** A source, or a part of it, is not taken. The message says why; it ends up in the report. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String item;

    /**
     * Refuses something.
     *
     * @param item what is refused, such as a path in the source
     * @param why why, what was expected and what to do
     */
    public RefusedException(String item, String why) {
        super(why);
        this.item = item;
    }

    /** Returns what is refused. */
    public String item() {
        return item;
    }

    /** The same reason, for a part of the source of which the thrower did not know what it is. */
    RefusedException in(String outer) {
        return new RefusedException(
                outer, item.isEmpty() ? String.valueOf(getMessage()) : Quoted.of(item) + ": " + getMessage());
    }
}
