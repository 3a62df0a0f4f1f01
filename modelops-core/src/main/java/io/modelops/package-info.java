/**
 * The front door: {@link io.modelops.ModelOps} opens a registry, deploys its models into this process, watches them and
 * keeps them fresh. The other packages can be used on their own; this one puts them together.
 */
@NullMarked
package io.modelops;

import org.jspecify.annotations.NullMarked;
