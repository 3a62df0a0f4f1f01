package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;

/**
 * A change that somebody wants to make.
 *
 * @param event what is to change
 * @param actor who wants it
 * @param reason why; may be empty
 */
public record Change(RegistryEvent event, Actor actor, String reason) {}
