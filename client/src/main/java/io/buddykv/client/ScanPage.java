package io.buddykv.client;

import java.util.List;
import java.util.Optional;

/**
 * Some keys of a scan.
 *
 * @param keys may be none
 * @param next empty at the end
 */
public record ScanPage(List<String> keys, Optional<ScanPosition> next) {}
