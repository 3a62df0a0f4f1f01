/**
 * Importers for what teams already have: models and whole registries of other tools become versions in a registry of this
 * library. {@link io.modelops.registry.imports.Importers} is the entry type. Sources are only ever read; nothing in them
 * is run, and no link or path in them is followed out of them.
 */
@NullMarked
package io.modelops.registry.imports;

import org.jspecify.annotations.NullMarked;
