package dev.llmdriver.benchmarks.rawvertx;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;
import dev.llmdriver.benchmarks.Sink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Vert.x's Web Client for calls, its HTTP client for streams. */
final class RawClient implements Client {
    private final Vertx vertx;
    private final HttpClient http;
    private final WebClient web;
    private final Json json;

    RawClient(Setup setup, Vertx vertx) {
        this.vertx = vertx;
        http = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost(setup.host()).setDefaultPort(setup.port()),
                new PoolOptions().setHttp1MaxSize(Math.max(5, setup.concurrency())));
        web = WebClient.wrap(http);
        json = new Json(setup.protocol());
    }

    @Override
    public boolean blockingCall() {
        return false;
    }

    @Override
    public boolean blockingStream() {
        return false;
    }

    @Override
    public void call(String model, String prompt, Sink sink) throws IOException {
        web.post(json.uri(model, false))
                .putHeader("content-type", "application/json")
                .putHeader("authorization", "Bearer sk-bench")
                .sendBuffer(json.body(model, prompt, false))
                .onComplete(
                        response -> {
                            try {
                                byte[] body = response.body().getBytes();
                                sink.text(json.callText(body));
                                sink.done();
                            } catch (IOException | RuntimeException e) {
                                sink.fail(e);
                            }
                        },
                        sink::fail);
    }

    @Override
    public void stream(String model, String prompt, Sink sink) throws IOException {
        stream(model, prompt, sink, null);
    }

    @Override
    public Optional<Demand> streamOnDemand(String model, String prompt, Sink sink) throws IOException {
        Pull pull = new Pull(vertx.getOrCreateContext(), sink);
        stream(model, prompt, pull, pull);
        return Optional.of(pull);
    }

    private void stream(String model, String prompt, Sink sink, @Nullable Pull pull) throws IOException {
        Buffer body = json.body(model, prompt, true);
        if (Vertx.currentContext() != null) {
            send(model, body, sink, pull);
        } else {
            // From another thread the first buffers could come before the handler is there, and would be lost.
            vertx.getOrCreateContext().runOnContext(unused -> send(model, body, sink, pull));
        }
    }

    private void send(String model, Buffer body, Sink sink, @Nullable Pull pull) {
        http.request(new RequestOptions().setMethod(HttpMethod.POST).setURI(json.uri(model, true)))
                .compose(request -> {
                    request.putHeader("content-type", "application/json");
                    request.putHeader("authorization", "Bearer sk-bench");
                    sink.cancelBy(request::reset);
                    return request.send(body);
                })
                .onComplete(response -> receive(response, sink, pull), sink::fail);
    }

    private void receive(HttpClientResponse response, Sink sink, @Nullable Pull pull) {
        if (response.statusCode() != 200) {
            sink.fail(new IOException("status " + response.statusCode()));
            return;
        }
        if (pull != null) {
            pull.from(response);
        }
        response.handler(new Lines(json, sink)::feed)
                .exceptionHandler(sink::fail)
                .endHandler(unused -> sink.done());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
