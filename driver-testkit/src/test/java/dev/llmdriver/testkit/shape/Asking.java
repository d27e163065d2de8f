package dev.llmdriver.testkit.shape;

import dev.llmdriver.testkit.WireTwin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks a twin over HTTP. */
final class Asking {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Asking() {}

    static Heard post(WireTwin twin, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(twin.baseUri() + path)).POST(BodyPublishers.ofString(body)));
    }

    static Heard get(WireTwin twin, String path) {
        return send(HttpRequest.newBuilder(URI.create(twin.baseUri() + path)));
    }

    private static Heard send(HttpRequest.Builder request) {
        try {
            return Heard.twin(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
