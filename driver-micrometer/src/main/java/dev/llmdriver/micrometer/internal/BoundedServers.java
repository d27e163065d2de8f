package dev.llmdriver.micrometer.internal;

/** Lets so many different servers pass, each port of a host being one, and calls all others {@code _OTHER}. Thread-safe. */
final class BoundedServers {
    private final Bounded known;

    BoundedServers(int limit) {
        this.known = new Bounded(limit);
    }

    Server of(Server server) {
        if (server.address().isEmpty()) {
            return server;
        }
        boolean passes = !known.of(server.address() + ':' + server.port()).equals(Bounded.OTHER);
        return passes ? server : new Server(Bounded.OTHER, "");
    }
}
