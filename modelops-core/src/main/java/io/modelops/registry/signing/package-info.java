/**
 * Trust in versions and in the log: signatures over the files of a version in the form of the OpenSSF model-signing
 * format, the policy that asks for them when a version is loaded, and signed statements about the head of the log that
 * are kept elsewhere. Keys that are trusted come from configuration, never from a registry.
 */
@NullMarked
package io.modelops.registry.signing;

import org.jspecify.annotations.NullMarked;
