package io.buddykv.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Values as JSON. */
public final class JsonCodec<V> implements Codec<V> {
    private static final ObjectMapper PLAIN = JsonMapper.builder().build();

    private final Class<V> type;
    private final ObjectMapper mapper;

    JsonCodec(Class<V> type) {
        this(type, PLAIN);
    }

    /** With the rules of another mapper. */
    public JsonCodec(Class<V> type, ObjectMapper mapper) {
        this.type = type;
        this.mapper = mapper;
    }

    @Override
    public byte[] encode(V value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot be written as JSON: " + type.getName(), e);
        }
    }

    @Override
    public V decode(byte[] octets) {
        try {
            return mapper.readValue(octets, type);
        } catch (IOException e) {
            throw new UncheckedIOException("is no JSON of " + type.getName(), e);
        }
    }
}
