package io.modelops.djl.internal;

import io.modelops.fuzz.FuzzRuns;

class OnnxReferencesFuzzRunsTest extends FuzzRuns {}
