package io.buddykv.samples.shop;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** The sample's REST service. */
@Path("/shop")
public class Shop {
    private static final int CALLS = 5;
    private static final Duration WINDOW = Duration.ofHours(1);

    private final Sessions sessions;
    private final RateLimiter limiter;
    private final Prices prices;

    public Shop(Sessions sessions, RateLimiter limiter, Prices prices) {
        this.sessions = sessions;
        this.limiter = limiter;
        this.prices = prices;
    }

    @POST
    @Path("/sessions/{user}")
    public String login(String user) {
        if (!limiter.allows(user, CALLS, WINDOW)) {
            throw new WebApplicationException(Response.Status.TOO_MANY_REQUESTS);
        }
        return sessions.open(user);
    }

    @GET
    @Path("/sessions/{id}")
    public Sessions.Session session(String id) {
        return sessions.use(id).orElseThrow(NotFoundException::new);
    }

    @DELETE
    @Path("/sessions/{id}")
    public void logout(String id) {
        sessions.close(id);
    }

    /** How many were answered from memory. */
    @GET
    @Path("/prices")
    public long pricesFromMemory() {
        return prices.fromMemory();
    }

    @DELETE
    @Path("/prices/{article}")
    public Uni<Void> forgetPrice(String article) {
        return prices.forget(article);
    }

    @GET
    @Path("/prices/{article}")
    public Uni<String> price(String article) {
        return prices.of(article);
    }
}
