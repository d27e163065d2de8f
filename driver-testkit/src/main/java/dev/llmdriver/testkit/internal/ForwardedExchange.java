package dev.llmdriver.testkit.internal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One exchange on its way through a recording proxy. On one event loop. */
final class ForwardedExchange {
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    /** Pieces of a compressed answer would say nothing, so the provider is asked for a plain one. */
    private static final String COMPRESSION = "accept-encoding";

    private final HttpServerRequest asked;
    private final HttpServerResponse client;
    private final Tape tape;
    private final Consumer<ForwardedExchange> whenOver;
    private final Buffer body = Buffer.buffer();
    private final List<Integer> chunkSizes = new ArrayList<>();
    private Buffer request = Buffer.buffer();
    private @Nullable HttpClientRequest sent;
    private @Nullable HttpClientResponse answer;
    private boolean over;

    ForwardedExchange(HttpServerRequest asked, Tape tape, Consumer<ForwardedExchange> whenOver) {
        this.asked = asked;
        this.client = asked.response();
        this.tape = tape;
        this.whenOver = whenOver;
    }

    void pass(HttpClient upstreamClient, URI upstream) {
        client.exceptionHandler(left -> breakOff());
        client.closeHandler(left -> breakOff());
        asked.body().onComplete(whole -> {
            if (over || whole.failed()) {
                breakOff();
                return;
            }
            request = whole.result();
            upstreamClient
                    .request(target(upstream))
                    .compose(this::send)
                    .onSuccess(this::answered)
                    .onFailure(this::unreachable);
        });
    }

    private RequestOptions target(URI upstream) {
        String base = upstream.toString().replaceFirst("/$", "");
        RequestOptions options = new RequestOptions().setMethod(asked.method()).setAbsoluteURI(base + asked.uri());
        asked.headers().forEach((name, value) -> {
            if (!isOfTheConnection(name) && !name.equalsIgnoreCase(COMPRESSION)) {
                options.addHeader(name, value);
            }
        });
        return options;
    }

    private Future<HttpClientResponse> send(HttpClientRequest upstreamRequest) {
        sent = upstreamRequest;
        upstreamRequest.connection().exceptionHandler(lost -> {}); // the answer's handler hears of it too
        if (over) {
            upstreamRequest.reset();
        }
        return upstreamRequest.send(request);
    }

    private void answered(HttpClientResponse response) {
        if (over) {
            return;
        }
        answer = response;
        passHead(response);
        response.handler(this::piece);
        response.endHandler(end -> finish(response));
        response.exceptionHandler(cut -> breakOff());
    }

    /** The body goes out in chunks: a client that knew its length would be done with it before the line is written. */
    private void passHead(HttpClientResponse response) {
        boolean bodiless = response.statusCode() == 204 || response.statusCode() == 304;
        client.setStatusCode(response.statusCode()).setChunked(!bodiless);
        response.headers().forEach((name, value) -> {
            if (!isOfTheConnection(name) && !name.equalsIgnoreCase("content-length")) {
                client.headers().add(name, value);
            }
        });
        client.writeHead();
    }

    /** A slow client slows the provider. */
    private void piece(Buffer piece) {
        HttpClientResponse response = answer;
        body.appendBuffer(piece);
        chunkSizes.add(piece.length());
        client.write(piece);
        if (client.writeQueueFull() && response != null) {
            response.pause();
            client.drainHandler(drained -> response.resume());
        }
    }

    private void finish(HttpClientResponse response) {
        if (end()) {
            try {
                write(response, true);
            } finally {
                client.end();
            }
        }
    }

    /** Somebody left in the middle: so do both ends, and what there is of an answer is written. */
    void breakOff() {
        if (!end()) {
            return;
        }
        try {
            if (answer != null) {
                write(answer, false);
            }
        } finally {
            if (sent != null) {
                sent.reset();
            }
            asked.connection().close();
        }
    }

    private void unreachable(Throwable failure) {
        if (end()) {
            client.setStatusCode(502)
                    .putHeader("content-type", "text/plain; charset=utf-8")
                    .end("The recording proxy cannot reach the provider: "
                            + failure.getClass().getSimpleName());
        }
    }

    private boolean end() {
        boolean first = !over;
        over = true;
        whenOver.accept(this);
        return first;
    }

    private void write(HttpClientResponse response, boolean complete) {
        tape.add(new Tape.Heard(
                asked.method().name(),
                asked.uri(),
                asked.headers().entries(),
                request.getBytes(),
                response.statusCode(),
                response.headers().entries(),
                body.getBytes(),
                List.copyOf(chunkSizes),
                complete));
    }

    private static boolean isOfTheConnection(String name) {
        return OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
    }
}
