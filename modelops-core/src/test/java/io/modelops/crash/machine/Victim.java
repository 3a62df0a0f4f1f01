package io.modelops.crash.machine;

import java.io.IOException;

/** A process that writes to a registry until it is killed. */
interface Victim {
    /** Waits until it has opened the registry, or is dead. */
    void awaitReady() throws InterruptedException;

    /** Kills it with SIGKILL and returns when all it said is in the ledger. */
    void kill() throws IOException, InterruptedException;
}
