package io.buddykv.quarkus.cache.deployment;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.jandex.DotName;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;

/** What methods return, as Jackson writes types. */
final class ValueTypes {
    private static final DotName UNI = DotName.createSimple(Uni.class);
    private static final DotName STAGE = DotName.createSimple(CompletionStage.class);

    private static final Pattern SEPARATORS = Pattern.compile("[<>,]");

    private ValueTypes() {}

    /** Of a {@code Uni} or a stage, what it ends with. */
    static String of(Type returned) {
        boolean later = returned.name().equals(UNI) || returned.name().equals(STAGE);
        return later && returned.kind() == Type.Kind.PARAMETERIZED_TYPE
                ? canonical(returned.asParameterizedType().arguments().get(0))
                : canonical(returned);
    }

    /** All classes that such a type names. */
    static List<String> classesIn(String type) {
        return SEPARATORS
                .splitAsStream(type)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String canonical(Type type) {
        return switch (type.kind()) {
            case PARAMETERIZED_TYPE -> canonical(type.asParameterizedType());
            case WILDCARD_TYPE -> canonical(type.asWildcardType().extendsBound());
            default -> type.name().toString();
        };
    }

    private static String canonical(ParameterizedType type) {
        return type.arguments().stream()
                .map(ValueTypes::canonical)
                .collect(Collectors.joining(",", type.name() + "<", ">"));
    }
}
