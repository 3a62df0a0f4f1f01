package io.modelops.monitoring;

import io.modelops.model.ModelRef;
import java.time.Instant;

/**
 * A version that began to serve.
 *
 * @param from when
 * @param version the version
 */
public record ServedVersion(Instant from, ModelRef.Numbered version) {}
