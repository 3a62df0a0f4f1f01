/**
 * Outcomes that become known later. {@link io.modelops.feedback.FeedbackLog}, the entry type, remembers predictions by
 * their id, joins each with its true outcome when that is reported, passes the pair on, and keeps the latest pairs to
 * learn from.
 */
@NullMarked
package io.modelops.feedback;

import org.jspecify.annotations.NullMarked;
