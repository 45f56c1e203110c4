package io.buddykv.protocol.message;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Messages of the master and slave ports, to and from JSON in UTF-8. A property that is not known is ignored, so that a
 * newer node may say more; one that is missing or null is refused unless its record says that it may be.
 */
public final class Messages {
    /** The longest message that is read: the positions of all ranges there can be, several times over. */
    public static final int MAX_LENGTH = 4 * 1024 * 1024;

    public static final String MEDIA_TYPE = "application/json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new RequiredUnlessStated())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .build();

    private Messages() {}

    public static byte[] write(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new MessageException("cannot write a " + message.getClass().getSimpleName(), e);
        }
    }

    public static <T> T read(byte[] json, Class<T> type) {
        if (json.length > MAX_LENGTH) {
            throw new MessageException(
                    "not a " + type.getSimpleName() + ": " + json.length + " octets, more than " + MAX_LENGTH, null);
        }
        try {
            T message = MAPPER.readerFor(type).readValue(json);
            if (message == null) {
                throw new MessageException("not a " + type.getSimpleName() + ": null", null);
            }
            return message;
        } catch (JsonProcessingException e) {
            throw new MessageException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MessageException("not a " + type.getSimpleName(), e);
        }
    }

    private static final class RequiredUnlessStated extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasRequiredMarker(AnnotatedMember member) {
            Boolean stated = super.hasRequiredMarker(member);
            return stated == null ? Boolean.TRUE : stated;
        }
    }
}
