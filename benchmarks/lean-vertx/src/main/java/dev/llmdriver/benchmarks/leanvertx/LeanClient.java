package dev.llmdriver.benchmarks.leanvertx;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Protocol;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Vert.x's HTTP client for calls and streams. */
final class LeanClient implements Client {
    private final Protocol protocol;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http;
    private final TextScanner streamScanner;
    private final TextScanner callScanner;

    LeanClient(Setup setup) {
        protocol = setup.protocol();
        http = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost(setup.host()).setDefaultPort(setup.port()),
                new PoolOptions().setHttp1MaxSize(Math.max(5, setup.concurrency())));
        streamScanner = switch (protocol) {
            case OPENAI -> new TextScanner("choices", "delta", "content");
            case OLLAMA -> new TextScanner("message", "content");
            case GEMINI -> new TextScanner("candidates", "content", "parts", "text");
        };
        callScanner = protocol == Protocol.OPENAI ? new TextScanner("choices", "message", "content") : streamScanner;
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
    public void call(String model, String prompt, Sink sink) {
        start(model, prompt, sink, false);
    }

    @Override
    public void stream(String model, String prompt, Sink sink) {
        start(model, prompt, sink, true);
    }

    private String uri(String model, boolean stream) {
        return switch (protocol) {
            case OPENAI -> "/v1/chat/completions";
            case OLLAMA -> "/api/chat";
            case GEMINI -> "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        };
    }

    private Buffer body(String model, String prompt, boolean stream) {
        StringBuilder json = new StringBuilder(prompt.length() + 160);
        if (protocol == Protocol.GEMINI) {
            json.append("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":");
            quote(json, prompt).append("}]}]}");
        } else {
            json.append("{\"model\":\"").append(model).append("\",\"stream\":").append(stream);
            json.append(",\"messages\":[{\"role\":\"user\",\"content\":");
            quote(json, prompt).append("}]}");
        }
        return Buffer.buffer(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 32) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }

    private void start(String model, String prompt, Sink sink, boolean stream) {
        String uri = uri(model, stream);
        Buffer body = body(model, prompt, stream);
        if (Vertx.currentContext() != null) {
            send(uri, body, sink, stream);
        } else {
            vertx.getOrCreateContext().runOnContext(unused -> send(uri, body, sink, stream));
        }
    }

    private void send(String uri, Buffer body, Sink sink, boolean stream) {
        http.request(new RequestOptions().setMethod(HttpMethod.POST).setURI(uri))
                .compose(request -> {
                    request.putHeader("content-type", "application/json");
                    request.putHeader("authorization", "Bearer sk-bench");
                    if (stream) {
                        sink.cancelBy(request::reset);
                    }
                    return request.send(body);
                })
                .onComplete(response -> receive(response, sink, stream), sink::fail);
    }

    private void receive(HttpClientResponse response, Sink sink, boolean stream) {
        if (response.statusCode() != 200) {
            sink.fail(new IOException("status " + response.statusCode()));
            return;
        }
        Bytes bytes =
                stream ? Bytes.lines(streamScanner, protocol != Protocol.OLLAMA, sink) : Bytes.whole(callScanner, sink);
        response.handler(bytes::feed).exceptionHandler(sink::fail).endHandler(unused -> {
            bytes.end();
            sink.done();
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
