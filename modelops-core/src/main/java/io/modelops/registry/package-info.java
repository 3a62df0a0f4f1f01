/**
 * The registry of models: versions with their files, aliases that point to them, and the history of who changed what,
 * when and why. {@link io.modelops.registry.ModelRegistry} is the entry type. Its state is what the events of one
 * append-only log add up to; files lie beside it under their digests.
 */
@NullMarked
package io.modelops.registry;

import org.jspecify.annotations.NullMarked;
