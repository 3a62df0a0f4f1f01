package io.modelops.registry.internal;

import tools.jackson.core.JsonParser;

/** Reads one value in the form in which the library writes it. */
@FunctionalInterface
interface ValueReader {
    /**
     * Reads the value whose first token is the parser's current one, which is not null.
     *
     * @throws NotAsWrittenException if it has another form
     */
    Object read(JsonParser parser);
}
