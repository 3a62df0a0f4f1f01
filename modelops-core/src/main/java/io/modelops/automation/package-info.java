/**
 * The closed loop: an alert causes a retraining, the new version is validated, rolled out, and promoted or rolled back.
 * {@link io.modelops.automation.RetrainingLoop} is the entry type. Every step is an entry in the registry's log that names
 * the alert as its cause.
 */
@NullMarked
package io.modelops.automation;

import org.jspecify.annotations.NullMarked;
