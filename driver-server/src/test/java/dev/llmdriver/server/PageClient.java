package dev.llmdriver.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the page does, without a browser: takes a cookie and opens a socket. */
final class PageClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final WebSocket socket;
    private final boolean reads;
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    private PageClient(int port, String cookie, boolean reads) throws Exception {
        this.reads = reads;
        this.socket = HTTP.newWebSocketBuilder()
                .header("Cookie", cookie)
                .header("Origin", "http://127.0.0.1:" + port)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** {@return somebody whom the server does not know yet} */
    static PageClient open(int port) throws Exception {
        return new PageClient(port, cookie(port), true);
    }

    /** {@return somebody who is known already} */
    static PageClient open(int port, String cookie) throws Exception {
        return new PageClient(port, cookie, true);
    }

    /** {@return somebody who reads nothing} */
    static PageClient deaf(int port) throws Exception {
        return new PageClient(port, cookie(port), false);
    }

    static String cookie(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/page/owner"))
                .build();
        String set = HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        assertThat(set).containsIgnoringCase("; HttpOnly").contains("; SameSite=Strict");
        return set.substring(0, set.indexOf(';'));
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(1);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            try {
                frames.add(MAPPER.readTree(part.toString()));
            } catch (IOException broken) {
                closed.completeExceptionally(broken);
            }
            part.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    /** Sends JSON, written with single quotes. */
    PageClient send(String json) throws Exception {
        socket.sendText(json.replace('\'', '"'), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    PageClient ask(String id, String chat, String text) throws Exception {
        return send("{'type':'ask','id':'" + id + "','chat':'" + chat + "','model':'fast','text':'" + text + "'}");
    }

    /** {@return the next frame of a type; others before it are passed over} */
    JsonNode next(String type) throws InterruptedException {
        while (true) {
            JsonNode frame = next();
            if (frame.path("type").asText().equals(type)) {
                return frame;
            }
        }
    }

    /** {@return the next frame} */
    JsonNode next() throws InterruptedException {
        JsonNode frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(frame).as("a frame").isNotNull();
        return frame;
    }

    int closeCode() throws Exception {
        return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
