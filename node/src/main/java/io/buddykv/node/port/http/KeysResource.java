package io.buddykv.node.port.http;

import io.buddykv.topology.Endpoints;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Keys and their values as octets. A slave that does not serve a key redirects to the one that does. */
@Path("/v1/keys/{key}")
@Tag(name = "Keys")
public class KeysResource {
    /** Milliseconds until the key expires. */
    static final String TIME_TO_LIVE = "X-Time-To-Live-Millis";

    @Inject
    RunningNode node;

    @Context
    UriInfo uri;

    @GET
    @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.TEXT_PLAIN})
    @Operation(summary = "The value of a key, with its entity tag and time to live")
    public CompletionStage<Response> get(
            @RestPath String key, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return onKeys(keys -> keys.get(octets(key)), (result, request) -> found(result, ifNoneMatch, request));
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Sets a key; If-Match and If-None-Match make it a compare-and-set")
    public CompletionStage<Response> put(
            @RestPath String key,
            @QueryParam("ttlMillis") @DefaultValue("0") long timeToLiveMillis,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch,
            byte[] value) {
        if (timeToLiveMillis < 0) {
            return CompletableFuture.completedFuture(
                    text(400, "ttlMillis must not be negative, is " + timeToLiveMillis));
        }
        byte[] octets = value == null ? new byte[0] : value;
        return onKeys(
                keys -> keys.put(octets(key), octets, timeToLiveMillis, Precondition.of(ifMatch, ifNoneMatch)),
                KeysResource::changed);
    }

    @DELETE
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "Deletes a key; If-Match makes it a compare-and-delete")
    public CompletionStage<Response> delete(
            @RestPath String key,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return onKeys(keys -> keys.delete(octets(key), Precondition.of(ifMatch, ifNoneMatch)), KeysResource::changed);
    }

    private interface KeyOperation {
        CompletionStage<KeyResult> on(KeyAccess keys);
    }

    private interface Answer {
        Response of(KeyResult result, URI request);
    }

    private CompletionStage<Response> onKeys(KeyOperation operation, Answer answer) {
        // The request's context is gone when the answer comes.
        URI request = uri.getRequestUri();
        return node.keys()
                .map(keys -> operation.on(keys).thenApply(result -> answer.of(result, request)))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        text(503, "this node holds no keys; ask a slave's http port")));
    }

    private static Response found(KeyResult result, String ifNoneMatch, URI request) {
        if (!(result instanceof KeyResult.Found found)) {
            return changed(result, request);
        }
        if (!Precondition.of(null, ifNoneMatch).holds(found.eTag())) {
            return Response.notModified().header(HttpHeaders.ETAG, found.eTag()).build();
        }
        Response.ResponseBuilder response =
                Response.ok(found.value(), MediaType.APPLICATION_OCTET_STREAM).header(HttpHeaders.ETAG, found.eTag());
        if (found.expireAt() != 0) {
            response.header(TIME_TO_LIVE, found.expireAt() - found.nowMillis());
        }
        return response.build();
    }

    private static Response changed(KeyResult result, URI request) {
        if (result instanceof KeyResult.Stored stored) {
            return Response.status(stored.created() ? 201 : 204)
                    .header(HttpHeaders.ETAG, stored.eTag())
                    .build();
        }
        if (result instanceof KeyResult.Deleted) {
            return Response.noContent().build();
        }
        if (result instanceof KeyResult.Absent) {
            return text(404, "no such key");
        }
        if (result instanceof KeyResult.PreconditionFailed) {
            return text(412, "the value is another one");
        }
        if (result instanceof KeyResult.Elsewhere elsewhere) {
            return Response.temporaryRedirect(at(elsewhere.primary(), request)).build();
        }
        if (result instanceof KeyResult.Unavailable unavailable) {
            return text(503, unavailable.reason());
        }
        return text(504, "this slave lost the key range on the way: whether it happened is not known");
    }

    private static URI at(Endpoints primary, URI request) {
        return UriBuilder.fromUri(request)
                .host(primary.host())
                .port(primary.httpPort())
                .build();
    }

    private static Response text(int status, String text) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN)
                .entity(text + "\n")
                .build();
    }

    private static byte[] octets(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
