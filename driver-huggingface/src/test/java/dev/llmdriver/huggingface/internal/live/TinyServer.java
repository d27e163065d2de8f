package dev.llmdriver.huggingface.internal.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server on the loopback interface that answers as it was told: by path, or one reply after the other. */
public final class TinyServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Reply> byPath = new HashMap<>();
    private final Deque<Reply> queue = new ArrayDeque<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    /** A reply: status, headers, body. */
    public record Reply(int status, Map<String, String> headers, String body) {
        /** {@return a reply of JSON} */
        public static Reply json(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "application/json"), body);
        }

        /** {@return a reply of server-sent events} */
        public static Reply events(String body) {
            return new Reply(200, Map.of("Content-Type", "text/event-stream"), body);
        }

        /** {@return a reply of text} */
        public static Reply text(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "text/plain"), body);
        }
    }

    /** A request that came. */
    public record Asked(String path, Map<String, String> headers, String body) {}

    private TinyServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::handle);
        server.start();
    }

    /** {@return a server that answers 404 to everything yet} */
    public static TinyServer start() {
        try {
            return new TinyServer();
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** Answers a path, always. */
    public TinyServer at(String path, Reply reply) {
        byPath.put(path, reply);
        return this;
    }

    /** Answers the next request whose path nobody answers. */
    public TinyServer next(Reply reply) {
        queue.add(reply);
        return this;
    }

    /** {@return what was asked so far} */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** {@return the address} */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        String path = exchange.getRequestURI().toString();
        asked.add(new Asked(path, headers, body));
        Reply reply = byPath.get(path);
        if (reply == null) {
            reply = queue.isEmpty() ? Reply.text(404, "Not Found") : queue.poll();
        }
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : 0);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
