package io.modelops.registry;

/** Where a registry under test keeps its log and content. */
enum Home {
    MEMORY,
    DIRECTORY
}
