package dev.llmdriver.http.internal;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.spi.CallFuture;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An exchange whose answer is read whole. */
final class UnaryCall<T, R> extends HttpCall {
    private final BodyDecoder<T> decoder;
    private final BiFunction<T, HttpCall, R> completion;
    private final CallFuture<R> future = CallFuture.create(() -> abort());

    /**
     * Makes a call.
     *
     * @param decoder reads the body
     * @param completion adds what is known once the attempt has ended
     */
    UnaryCall(
            Transport transport,
            WireRequest request,
            Exchange exchange,
            BodyDecoder<T> decoder,
            BiFunction<T, HttpCall, R> completion) {
        super(transport, request, exchange, false);
        this.decoder = decoder;
        this.completion = completion;
    }

    CompletableFuture<R> begin() {
        start();
        return future;
    }

    @Override
    void answered(HttpClientResponse response, WireResponse answer) {
        int max = transport.maxBodyBytes();
        readBody(
                response,
                max,
                body -> decode(new WireResponse(answer.status(), answer.headers(), body)),
                body -> fail(Failures.tooLarge(max)));
    }

    private void decode(WireResponse whole) {
        transport.log().body(whole.body(), 0, whole.body().length);
        if (whole.body().length == 0) {
            fail(Failures.empty(uri()));
            return;
        }
        if (!inflation.isWhole()) {
            fail(Failures.compressed(uri()));
            return;
        }
        T value;
        try {
            value = decoder.decode(whole);
        } catch (LlmException known) {
            fail(Failures.told(
                    known, whole.headers(), exchange.call().scheduler().now()));
            return;
        } catch (IOException | RuntimeException undecodable) {
            fail(Failures.decoding(undecodable, whole.contentType(), whole.text()));
            return;
        }
        succeed();
        future.complete(completion.apply(value, this));
        lane.answered();
    }

    @Override
    void failed(LlmException error) {
        future.fail(error);
    }

    @Override
    @Nullable
    PartialAnswer partial() {
        return null;
    }
}
