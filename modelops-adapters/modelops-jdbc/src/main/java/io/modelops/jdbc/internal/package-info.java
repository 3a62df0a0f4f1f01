/**
 * The database as the stores see it; {@link io.modelops.jdbc.internal.Database}, the entry type, runs a transaction, and
 * knows what a failure of it means.
 */
@NullMarked
package io.modelops.jdbc.internal;

import org.jspecify.annotations.NullMarked;
