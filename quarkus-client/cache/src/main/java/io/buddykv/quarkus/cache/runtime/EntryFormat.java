package io.buddykv.quarkus.cache.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.cache.CompositeCacheKey;
import io.quarkus.cache.DefaultCacheKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Keys and values of a cache as JSON. A composite key is the array of its elements, the key of a method without arguments the
 * empty array, any other what Jackson makes of it; so a text and a number never share a key.
 */
final class EntryFormat {
    private final ObjectMapper mapper;
    private final ObjectReader keys;
    private final JavaType valueType;

    EntryFormat(ObjectMapper mapper, JavaType valueType) {
        this.mapper = mapper;
        this.keys = mapper.readerFor(Object.class).with(DeserializationFeature.USE_LONG_FOR_INTS);
        this.valueType = valueType;
    }

    String key(Object key) {
        Object written = key;
        if (key instanceof CompositeCacheKey composite) {
            written = composite.getKeyElements();
        } else if (key instanceof DefaultCacheKey) {
            written = List.of();
        }
        try {
            return mapper.writeValueAsString(written);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a cache's key cannot be written as JSON: " + key.getClass(), e);
        }
    }

    /** A key as JSON has it: a text, a {@code Long}, a truth value, …; composite keys of such. */
    Object readKey(String key, Object defaultKey) {
        Object read;
        try {
            read = keys.readValue(key);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("no key of a cache: " + key, e);
        }
        if (read instanceof List<?> elements) {
            return elements.isEmpty() ? defaultKey : new CompositeCacheKey(elements.toArray());
        }
        return read;
    }

    /** @param value may be null */
    byte[] value(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a cache's value cannot be written as JSON: " + valueType, e);
        }
    }

    /** Empty where the octets are no value of this type, as after an update that changed it. */
    Optional<Computed<Object>> readValue(byte[] octets) {
        try {
            return Optional.of(new Computed<>(mapper.readValue(octets, valueType)));
        } catch (IOException ofAnotherType) {
            return Optional.empty();
        }
    }

    /** A value that is known. @param value may be null */
    record Computed<V>(V value) {}
}
