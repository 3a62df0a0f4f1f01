package io.modelops.registry.internal;

import io.modelops.model.Digest;
import io.modelops.model.ModelName;
import io.modelops.spi.LogRecord;
import java.util.Optional;

/**
 * What the log needs to know of an entry that registers a version, to give it its place. It stands where the library writes
 * it, <code>{"v":1,"seq":7,"prev":"…","op":"…",…,"type":"Registered","body":{"model":"churn","version":3,…</code>, and is found
 * without reading the description, which is by far the most of it.
 *
 * @param digest the digest of the entry
 * @param previous what it names as the digest of the one before it
 * @param model the model it says it is about
 * @param version the number it says it gives
 */
record RegistrationOutline(Digest digest, Digest previous, ModelName model, int version) {
    private static final Recurring<String, ModelName> NAMES = new Recurring<>(ModelName::new);

    // No text in an entry can hold these: there their quotes are escaped.
    private static final String BEFORE_MODEL = "\",\"type\":\"Registered\",\"body\":{\"model\":\"";
    private static final String BEFORE_VERSION = "\",\"version\":";
    private static final String NO_PARENT = "\"parent\":null";

    /**
     * The outline of a record; empty if it is another event, has a parent, which must be there, or is written in another
     * way: then only reading all of it can tell.
     */
    static Optional<RegistrationOutline> of(LogRecord record) {
        String payload = record.payload();
        int previous = RecordHead.previousIn(payload, record.sequence());
        int found = previous < 0 ? -1 : payload.indexOf(BEFORE_MODEL, previous);
        int model = found + BEFORE_MODEL.length();
        int afterModel = found < 0 ? -1 : payload.indexOf(BEFORE_VERSION, model);
        int version = afterModel + BEFORE_VERSION.length();
        int afterVersion = afterModel < 0 ? -1 : payload.indexOf(',', version);
        if (afterVersion < 0
                || !RecordHead.operationOf(payload, previous)
                        .equals(record.operation().toString())
                || payload.indexOf(NO_PARENT, afterVersion) < 0) {
            return Optional.empty();
        }
        try {
            RegistrationOutline outline = new RegistrationOutline(
                    record.digest(),
                    RecordHead.digestAt(payload, previous),
                    NAMES.apply(payload.substring(model, afterModel)),
                    Integer.parseInt(payload, version, afterVersion, 10));
            return outline.version > 0 ? Optional.of(outline) : Optional.empty();
        } catch (RuntimeException unusual) {
            return Optional.empty();
        }
    }
}
