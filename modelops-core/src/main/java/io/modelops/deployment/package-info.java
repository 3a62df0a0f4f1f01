/**
 * Serving: a {@link io.modelops.deployment.Deployment} answers with the version that an alias points to, swaps it without
 * dropping a request when the alias moves, and tries a challenger on a share of the traffic before it does.
 * {@link io.modelops.deployment.Deployer} is the entry type.
 */
@NullMarked
package io.modelops.deployment;

import org.jspecify.annotations.NullMarked;
