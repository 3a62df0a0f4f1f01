package io.modelops.deployment.internal;

import java.util.function.Consumer;

/**
 * What goes with the versions of one deployment besides serving them. Called on the threads that load, close and exchange
 * versions, never by a request.
 *
 * @param standby keeps an older version, if one is wanted
 * @param ready equips a version before it is published
 * @param closed forgets a version
 */
public record Companion<I, O>(
        Standby<I, O> standby, Consumer<Generation<I, O>> ready, Consumer<Generation<I, O>> closed) {}
