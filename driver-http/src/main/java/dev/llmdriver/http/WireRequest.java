package dev.llmdriver.http;

import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.http.internal.HeaderRules;
import dev.llmdriver.http.internal.Origins;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as a driver wants it sent, without credentials: the endpoint adds those, the configured headers and its user agent.
 * Immutable; prints neither query nor body.
 */
public final class WireRequest {
    private static final byte[] NO_BODY = {};
    private static final String JSON = "application/json";
    private static final Headers ACCEPT_JSON = Headers.none().with("Accept", JSON);
    private static final Headers JSON_FOR_JSON = ACCEPT_JSON.with("Content-Type", JSON);

    private final String method;
    private final URI uri;
    private final Headers headers;
    private final byte[] body;

    private WireRequest(String method, URI uri, Headers headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    /** {@return a builder of a POST to an absolute address that asks for JSON} */
    public static Builder post(URI uri) {
        return new Builder("POST", uri);
    }

    /** {@return a builder of a GET of an absolute address that asks for JSON} */
    public static Builder get(URI uri) {
        return new Builder("GET", uri);
    }

    /**
     * Makes a request that differs in its body only: what is asked again and again is put together once, and all share its headers.
     *
     * @param json a JSON body in UTF-8; not copied
     * @return the request
     */
    public WireRequest withJson(byte[] json) {
        boolean typed = headers.get("Content-Type").isPresent();
        return new WireRequest(
                method,
                uri,
                typed ? headers : headers.with("Content-Type", JSON),
                Objects.requireNonNull(json, "json"));
    }

    /** {@return the method, upper-case} */
    public String method() {
        return method;
    }

    /** {@return the absolute address} */
    public URI uri() {
        return uri;
    }

    /** {@return the headers, without credentials} */
    public Headers headers() {
        return headers;
    }

    /** {@return the body; empty if there is none; not a copy, so it must not be changed} */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "WireRequest[" + method + " " + uri.getScheme() + "://" + uri.getHost() + uri.getPath() + ", "
                + body.length + " bytes]";
    }

    /** Puts a request together. Not thread-safe. */
    public static final class Builder {
        private final String method;
        private final URI uri;
        private Headers headers = ACCEPT_JSON;
        private byte[] body = NO_BODY;

        private Builder(String method, URI uri) {
            this.method = method;
            this.uri = Objects.requireNonNull(uri, "uri");
            if (uri.getHost() == null || !Origins.isHttp(uri)) {
                throw ConfigurationException.of("expected an absolute address such as https://host/path");
            }
        }

        /**
         * Sets a header.
         *
         * @throws ConfigurationException if the name or the value cannot stand in a header, such as one with a line break
         */
        public Builder header(String name, String value) {
            HeaderRules.check(name, value);
            this.headers = headers.with(name, value);
            return this;
        }

        /** Sets what is accepted as an answer, such as {@code text/event-stream}. */
        public Builder accept(String contentType) {
            boolean already = headers.get("Accept").equals(Optional.of(contentType));
            return already ? this : header("Accept", contentType);
        }

        /** Sets a JSON body in UTF-8; the array is not copied. */
        public Builder json(byte[] json) {
            this.body = Objects.requireNonNull(json, "json");
            if (headers == ACCEPT_JSON) {
                headers = JSON_FOR_JSON; // those of nearly every request, of which there need not be copies
                return this;
            }
            return header("Content-Type", JSON);
        }

        /** {@return the request} */
        public WireRequest build() {
            return new WireRequest(method, uri, headers, body);
        }
    }
}
