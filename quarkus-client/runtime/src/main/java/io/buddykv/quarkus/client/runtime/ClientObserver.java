package io.buddykv.quarkus.client.runtime;

import io.buddykv.client.CallObserver;

/** Observes the calls of every client of the application. */
public interface ClientObserver {
    /** @param client its name */
    CallObserver of(String client);
}
