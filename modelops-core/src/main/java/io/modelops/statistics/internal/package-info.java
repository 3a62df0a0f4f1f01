/**
 * What the packages of statistics share: the checks of {@link io.modelops.statistics.internal.Arguments} and integration. Not for
 * use elsewhere.
 */
@NullMarked
package io.modelops.statistics.internal;

import org.jspecify.annotations.NullMarked;
