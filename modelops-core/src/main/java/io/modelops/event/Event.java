package io.modelops.event;

/** Anything that a listener can be told: a change that the registry stored, or something this process did. */
public sealed interface Event permits LogEntry, DeploymentEvent {}
