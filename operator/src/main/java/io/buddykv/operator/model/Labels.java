package io.buddykv.operator.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** The labels that objects are found by. Selectors are made of the ones that never change. */
public final class Labels {
    public static final String NAME = "app.kubernetes.io/name";
    public static final String INSTANCE = "app.kubernetes.io/instance";
    public static final String COMPONENT = "app.kubernetes.io/component";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String APPLICATION = "buddykv";
    public static final String OPERATOR = "buddykv-operator";

    private Labels() {}

    public static Map<String, String> of(Names names) {
        Map<String, String> labels = selector(names);
        labels.put(MANAGED_BY, OPERATOR);
        return labels;
    }

    public static Map<String, String> of(Names names, Role role) {
        Map<String, String> labels = selector(names, role);
        labels.put(MANAGED_BY, OPERATOR);
        return labels;
    }

    public static Map<String, String> selector(Names names) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(NAME, APPLICATION);
        labels.put(INSTANCE, names.cluster());
        return labels;
    }

    public static Map<String, String> selector(Names names, Role role) {
        Map<String, String> labels = selector(names);
        labels.put(COMPONENT, role.label());
        return labels;
    }

    /** As a scale subresource and {@code kubectl -l} take it. */
    public static String text(Map<String, String> selector) {
        StringBuilder text = new StringBuilder();
        selector.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value));
        return text.toString();
    }
}
