/**
 * The readers behind {@link io.modelops.registry.imports}. {@link io.modelops.registry.imports.internal.Layout} is the
 * entry type: each kind of source is one, and puts its versions together through an
 * {@link io.modelops.registry.imports.internal.Intake}.
 */
@NullMarked
package io.modelops.registry.imports.internal;

import org.jspecify.annotations.NullMarked;
