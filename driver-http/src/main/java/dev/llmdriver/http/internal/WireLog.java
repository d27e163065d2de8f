package dev.llmdriver.http.internal;

import dev.llmdriver.http.Headers;
import dev.llmdriver.http.Redactor;
import dev.llmdriver.http.WireRequest;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What goes over the wire, without keys: heads at debug level, bodies, cut short, at trace level. */
final class WireLog {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.http.wire");
    private static final int SHOWN = 2000;

    private final Redactor redactor;

    WireLog(Redactor redactor) {
        this.redactor = redactor;
    }

    void sent(WireRequest request, URI uri, Supplier<Headers> shown) {
        if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG, "{0} {1} {2}", request.method(), redactor.redact(uri), redactor.redact(shown.get()));
            body(request.body(), 0, request.body().length);
        }
    }

    void answered(URI uri, int status, Headers headers, LongSupplier millis) {
        if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(
                    Level.DEBUG,
                    "{0} from {1} after {2} ms {3}",
                    Integer.toString(status),
                    redactor.redact(uri),
                    millis.getAsLong(),
                    redactor.redact(headers));
        }
    }

    /** {@return whether bodies are to be shown: asked once for a stream, whose pieces are many} */
    boolean showsBodies() {
        return LOG.isLoggable(Level.TRACE);
    }

    void body(byte[] bytes, int offset, int length) {
        if (showsBodies() && length > 0) {
            String text = new String(bytes, offset, Math.min(length, SHOWN), StandardCharsets.UTF_8);
            LOG.log(Level.TRACE, "{0} bytes: {1}", length, redactor.redact(length > SHOWN ? text + CutKeys.CUT : text));
        }
    }

    void failed(URI uri, Throwable error) {
        LOG.log(Level.DEBUG, "{0} failed: {1}", Origins.shown(uri), error);
    }
}
