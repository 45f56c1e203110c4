package io.buddykv.protocol.message;

import io.buddykv.topology.Member;

/** One slave no longer hears another. Cheap to raise, and wrong at times: the master checks before it acts. */
public record Suspicion(Member reporter, Member suspect, String reason) {}
