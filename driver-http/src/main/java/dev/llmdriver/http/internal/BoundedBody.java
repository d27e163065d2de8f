package dev.llmdriver.http.internal;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/** Collects a Web Client's answer up to a bound. */
final class BoundedBody implements BodyStream<byte[]> {
    private final BodyBuffer body;
    private final Promise<byte[]> result = Promise.promise();

    private BoundedBody(int maxBytes) {
        this.body = new BodyBuffer(maxBytes);
    }

    /** The body was larger than the bound. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static BodyCodec<byte[]> codec(int maxBytes) {
        return () -> new BoundedBody(maxBytes);
    }

    @Override
    public Future<byte[]> result() {
        return result.future();
    }

    @Override
    public void handle(Throwable thrown) {
        result.tryFail(thrown);
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        if (body.add(((BufferInternal) bytes).getByteBuf())) {
            return Future.succeededFuture();
        }
        TooLarge tooLarge = new TooLarge();
        result.tryFail(tooLarge);
        return Future.failedFuture(tooLarge);
    }

    @Override
    public Future<Void> end() {
        result.tryComplete(body.bytes());
        return Future.succeededFuture();
    }

    @Override
    public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public BoundedBody setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public BoundedBody drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
