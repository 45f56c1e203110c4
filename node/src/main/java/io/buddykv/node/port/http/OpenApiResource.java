package io.buddykv.node.port.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;

/** The description of this port for programs, as the build has made it from the annotations. */
@Path("/q/openapi")
public class OpenApiResource {
    @GET
    @Produces("application/yaml")
    public byte[] description() throws IOException {
        try (InputStream in = OpenApiResource.class.getResourceAsStream("openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("this build has no openapi.yaml");
            }
            return in.readAllBytes();
        }
    }
}
