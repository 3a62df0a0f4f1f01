package io.modelops.djl;

import ai.djl.nn.Block;

/** Makes the block of a network whose parameters are trained or loaded. Safe for use by several threads. */
@FunctionalInterface
public interface BlockFactory {
    /**
     * Makes a block without values.
     *
     * @param options what the version's description says of the block
     * @return a new block at each call; two models must never share one
     */
    Block create(BlockOptions options);
}
