/**
 * How serving works inside: leases on versions, the threads that own native inference, the route that each request reads
 * once. {@link io.modelops.deployment.internal.Generation} is the entry type. Not API.
 */
@NullMarked
package io.modelops.deployment.internal;

import org.jspecify.annotations.NullMarked;
