package dev.llmdriver.http.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.RetryAfter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the network throws into typed errors that say cause and remedy. */
final class Failures {
    private static final int DEPTH = 10;
    private static final String NOT_TLS = "not an SSL/TLS record";
    /** As Netty says it; the number alone may stand in a port. */
    private static final String WANTS_PASSWORD = "status: 407";

    private Failures() {}

    /** {@return the error of a connection that did not come about} */
    static LlmExceptionBuilder connecting(Throwable thrown, URI uri, boolean proxied, String absentRemedy) {
        String to = Origins.shown(uri);
        if (find(thrown, ProxyConnectException.class) != null || (proxied && isProxysFault(thrown))) {
            LlmExceptionBuilder error = connectFailed("proxy", proxyMessage(thrown, to), thrown);
            return mentions(thrown, WANTS_PASSWORD) ? error.advice(Advice.STOP) : error;
        }
        if (find(thrown, UnknownHostException.class) != null) {
            return connectFailed(
                    "dns", "the host " + Origins.host(uri) + " is not known; check base-url and the network", thrown);
        }
        if (isTimeout(thrown)) {
            return timeout("no connection to " + to
                            + " came about in time; check the network, or raise connect-timeout")
                    .phase(Phase.CONNECT)
                    .cause(thrown);
        }
        if (find(thrown, SSLException.class) != null) {
            return connectFailed("tls", tlsMessage(to, thrown), thrown).advice(Advice.STOP);
        }
        if (isRefused(thrown)) {
            return connectFailed("refused", "nobody answers at " + to + "; " + absentRemedy, thrown);
        }
        return connectFailed(
                "network",
                "no connection to " + to + " (" + name(thrown) + "); check base-url and the network",
                thrown);
    }

    private static LlmExceptionBuilder connectFailed(String reason, String message, Throwable thrown) {
        return LlmException.builder(ErrorKind.CONNECT_FAILED, message)
                .reason(reason)
                .phase(Phase.CONNECT)
                .cause(thrown);
    }

    private static String proxyMessage(Throwable thrown, String to) {
        if (mentions(thrown, WANTS_PASSWORD)) {
            return "the proxy wants a user and a password; set the options proxy-user and proxy-password";
        }
        String fault = find(thrown, UnknownHostException.class) != null
                ? "the proxy's host is not known"
                : mentions(thrown, NOT_TLS)
                        ? "the proxy answered in the place of " + to
                        : "the proxy did not connect to " + to;
        return fault + "; check the option proxy and the environment's https_proxy, http_proxy";
    }

    private static String tlsMessage(String to, Throwable thrown) {
        if (mentions(thrown, NOT_TLS)) {
            return to + " does not speak TLS; use an http address if that is meant";
        }
        return "no protected connection to " + to
                + ", most likely because its certificate is not trusted or is for another"
                + " name; set tls.trust-store to a PEM file of its issuer, or correct base-url";
    }

    /** {@return the error of a connection that broke before any byte of the answer} */
    static LlmExceptionBuilder waiting(Throwable thrown, URI uri) {
        if (isGarbage(thrown)) {
            return garbage(thrown, uri);
        }
        return LlmException.builder(
                        ErrorKind.STREAM_INTERRUPTED,
                        Origins.shown(uri) + " closed the connection before it answered; try again")
                .reason("closed_before_answer")
                .phase(Phase.FIRST_TOKEN)
                .cause(thrown);
    }

    /** {@return the error of a connection that broke in the middle of the answer} */
    static LlmExceptionBuilder reading(Throwable thrown, URI uri) {
        if (find(thrown, DecompressionException.class) != null) {
            return compressed(uri).cause(thrown);
        }
        if (isGarbage(thrown)) {
            return garbage(thrown, uri);
        }
        return LlmException.builder(
                        ErrorKind.STREAM_INTERRUPTED,
                        Origins.shown(uri) + " broke the connection off in the middle of its answer; try again")
                .reason("cut")
                .cause(thrown);
    }

    /** {@return the error of an answer that is not, or not to its end, compressed as it says} */
    static LlmExceptionBuilder compressed(URI uri) {
        return LlmException.builder(
                        ErrorKind.MALFORMED_RESPONSE,
                        "the answer of " + Origins.shown(uri) + " cannot be decompressed; try again")
                .reason("encoding")
                .phase(Phase.DECODE);
    }

    private static LlmExceptionBuilder garbage(Throwable thrown, URI uri) {
        if (find(thrown, TlsAlert.Heard.class) != null) {
            return LlmException.builder(ErrorKind.MALFORMED_RESPONSE, wantsTls(uri))
                    .reason("not_http")
                    .advice(Advice.STOP)
                    .phase(Phase.DECODE)
                    .cause(thrown);
        }
        return LlmException.builder(
                        ErrorKind.MALFORMED_RESPONSE,
                        Origins.shown(uri) + " does not answer in HTTP; check base-url, port and scheme")
                .reason("not_http")
                .phase(Phase.DECODE)
                .cause(thrown);
    }

    /** {@return what to say of a port that was spoken to without TLS and wants it} */
    static String wantsTls(URI uri) {
        return Origins.shown(uri) + " speaks TLS; use an https address";
    }

    /** {@return the error of an answer that cannot be understood} */
    static LlmExceptionBuilder decoding(Throwable thrown, String contentType, String body) {
        boolean html = contentType.equals("text/html") || body.stripLeading().startsWith("<");
        String message = html
                ? "HTML came instead of an answer, most likely from a proxy or a login page; check base-url and the proxy"
                : "the answer cannot be understood (" + reason(thrown) + "); it may come from another sort of server";
        return LlmException.builder(ErrorKind.MALFORMED_RESPONSE, message)
                .reason(html ? "html" : thrown instanceof IOException ? "undecodable" : "internal")
                .phase(Phase.DECODE)
                .excerpt(body)
                .cause(thrown);
    }

    /** The message of a JSON error may quote the answer, so only its place is told. */
    private static String reason(Throwable thrown) {
        if (thrown instanceof JsonProcessingException json && json.getLocation() != null) {
            return "not the JSON that was expected, near byte "
                    + json.getLocation().getByteOffset();
        }
        return thrown instanceof IOException && thrown.getMessage() != null ? thrown.getMessage() : name(thrown);
    }

    /** {@return an error that the answer's body told of, with the time to wait that its headers name: readers see the body alone} */
    static LlmExceptionBuilder told(LlmException error, Headers headers, Instant now) {
        boolean again = error.advice() == Advice.RETRY || error.advice() == Advice.WAIT_THEN_RETRY;
        Optional<Duration> hint = error.retryAfter().or(() -> again ? RetryAfter.of(headers, now) : Optional.empty());
        LlmExceptionBuilder told = error.toBuilder();
        hint.ifPresent(told::retryAfter);
        return told;
    }

    /** {@return the error of an answer without a byte} */
    static LlmExceptionBuilder empty(URI uri) {
        return LlmException.builder(
                        ErrorKind.MALFORMED_RESPONSE,
                        Origins.shown(uri) + " sent an empty answer; check that base-url names an API")
                .reason("empty")
                .phase(Phase.DECODE);
    }

    /**
     * {@return the error of an interim answer that Vert.x takes for the answer} They are passed over ({@link InterimAnswers}) but for one that
     * switches protocols, over HTTP/2, and where the inside of Vert.x is out of reach.
     */
    static LlmExceptionBuilder interim(int status, URI uri) {
        return LlmException.builder(
                        ErrorKind.MALFORMED_RESPONSE,
                        Origins.shown(uri) + " sent the interim status " + status
                                + " before its answer, which is not understood; switch that off at the server or a proxy before it")
                .reason("interim")
                .phase(Phase.FIRST_TOKEN);
    }

    /** {@return the error of an answer that is too large to be kept} */
    static LlmExceptionBuilder tooLarge(int maxBytes) {
        return LlmException.builder(
                        ErrorKind.MALFORMED_RESPONSE,
                        "the answer is larger than " + maxBytes + " bytes; raise max-body-bytes if that is right")
                .reason("too_large")
                .advice(Advice.STOP)
                .phase(Phase.DECODE);
    }

    /** {@return the error of a redirect that is not followed} */
    static LlmExceptionBuilder redirect(String where) {
        return LlmException.builder(
                        ErrorKind.CONFIGURATION,
                        "the server sends the request to " + where
                                + ", which would give prompt and key away; set base-url to that address if you trust it")
                .reason("redirect");
    }

    static LlmExceptionBuilder timeout(String message) {
        return LlmException.builder(ErrorKind.TIMEOUT, message);
    }

    /** {@return the error of a call of a provider that was closed} */
    static LlmExceptionBuilder closed() {
        return LlmException.builder(ErrorKind.CANCELLED, "the provider was closed; open it again to make calls")
                .reason("closed");
    }

    private static boolean isRefused(Throwable thrown) {
        return find(thrown, ConnectException.class) != null;
    }

    /** Behind a proxy only the proxy itself is looked up and connected to, and it may pretend that the tunnel stands. */
    private static boolean isProxysFault(Throwable thrown) {
        return isRefused(thrown) || find(thrown, UnknownHostException.class) != null || mentions(thrown, NOT_TLS);
    }

    private static boolean isTimeout(Throwable thrown) {
        return find(thrown, TimeoutException.class) != null
                || find(thrown, SocketTimeoutException.class) != null
                || (find(thrown, SSLException.class) != null && mentions(thrown, "handshake timed out"))
                || (find(thrown, ConnectException.class) != null && mentions(thrown, "timed out"));
    }

    private static boolean isGarbage(Throwable thrown) {
        if (find(thrown, SSLException.class) != null) { // a DecoderException to Netty, but HTTP was spoken inside
            return false;
        }
        return find(thrown, DecoderException.class) != null
                || thrown instanceof IllegalArgumentException
                || thrown instanceof IllegalStateException;
    }

    private static String name(Throwable thrown) {
        return thrown.getClass().getSimpleName();
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static boolean mentions(Throwable thrown, String text) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (String.valueOf(cause.getMessage()).contains(text)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
