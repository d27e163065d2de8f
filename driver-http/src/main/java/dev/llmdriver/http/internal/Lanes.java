package dev.llmdriver.http.internal;

import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.spi.DriverOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The lanes of one endpoint. Vert.x's pool lends any idle connection, and one of another event loop than the call's makes every event
 * of it change threads; so each event loop has a pool of its own, a part of the configured size. Thread-safe.
 */
final class Lanes {
    /** So many calls share an event loop before the next one is used: few busy threads cost less than many that wake for each call. */
    private static final int ROOM = 64;

    private final List<Lane> lanes;

    private Lanes(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    /** {@return a lane for each event loop, but fewer where the pool is too small to be divided without calls waiting in vain} */
    static Lanes over(VertxInternal vertx, DriverOptions options) {
        int connections = options.get(HttpOptions.POOL_SIZE).orElseThrow();
        List<ContextInternal> contexts = contexts(vertx, Math.max(1, connections / ROOM));
        List<Lane> lanes = new ArrayList<>();
        for (ContextInternal context : contexts) {
            int larger = lanes.size() < connections % contexts.size() ? 1 : 0;
            int size = connections / contexts.size() + larger;
            lanes.add(new Lane(context, size, tls -> Clients.client(vertx, options, tls, size)));
        }
        return new Lanes(lanes);
    }

    /** {@return places on event loops, taken in turns until one comes again} */
    private static List<ContextInternal> contexts(VertxInternal vertx, int most) {
        Set<Object> loops = new HashSet<>();
        List<ContextInternal> contexts = new ArrayList<>();
        ContextInternal next = vertx.createEventLoopContext();
        while (contexts.size() < most && loops.add(next.nettyEventLoop())) {
            contexts.add(next);
            next = vertx.createEventLoopContext();
        }
        return contexts;
    }

    /** {@return the calling event loop's lane if it has a connection to spare, else the first with room, else the least busy; entered} */
    Lane enter() {
        for (Lane lane : lanes) {
            if (lane.context().inThread() && lane.hasConnectionToSpare()) {
                return lane.enter();
            }
        }
        return roomiest().enter();
    }

    private Lane roomiest() {
        Lane least = lanes.get(0);
        for (Lane lane : lanes) {
            if (lane.calls() < ROOM) {
                return lane;
            }
            least = lane.calls() < least.calls() ? lane : least;
        }
        return least;
    }

    /** {@return all clients, to be closed} */
    List<HttpClientAgent> close() {
        return lanes.stream().flatMap(lane -> lane.close().stream()).toList();
    }
}
