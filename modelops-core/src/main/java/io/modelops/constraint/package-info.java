/**
 * Rules about data that people can read, such as {@code missing(spend) <= 1%} or {@code plan in (basic, gold)}.
 * {@link io.modelops.constraint.Constraints}, the entry type, parses them and checks a profile or rows against them; the
 * validator and the monitors take them as they are.
 */
@NullMarked
package io.modelops.constraint;

import org.jspecify.annotations.NullMarked;
