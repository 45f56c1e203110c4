package io.buddykv.operator.dependent;

import io.buddykv.operator.model.Settings;
import io.fabric8.kubernetes.api.model.ConfigMap;

/** What pods read when they start. */
public final class SettingsMap extends Part<ConfigMap> {
    public SettingsMap() {
        super(ConfigMap.class, Settings::configMap);
    }
}
