package dev.llmdriver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is known of an error before it has a type. Immutable; prints neither body nor message. */
public final class ErrorFacts {
    /** Patterns that look far ahead take the square of a text's length, so a server must not choose that. */
    private static final int MOST_TEXT = 4 * 1024;

    private final int status;
    private final Headers headers;
    private final @Nullable URI uri;
    private final String body;
    private final String message;
    private final String code;
    private final String type;
    private final Map<String, Double> numbers;
    private final @Nullable Duration retryAfter;
    private final String text;

    private ErrorFacts(Builder builder) {
        this.status = builder.status;
        this.headers = builder.headers;
        this.uri = builder.uri;
        this.body = builder.body;
        this.message = builder.message;
        this.code = builder.code;
        this.type = builder.type;
        this.numbers = Map.copyOf(builder.numbers);
        this.retryAfter = builder.retryAfter;
        String said = message.isEmpty() ? body : message;
        this.text = said.substring(0, Math.min(MOST_TEXT, said.length())).toLowerCase(Locale.ROOT);
    }

    /** {@return a builder of an error of this HTTP status; 0 for one inside a stream or an answer of status 200} */
    public static Builder builder(int status) {
        return new Builder(status);
    }

    /** {@return a builder that starts with all of these} */
    public Builder toBuilder() {
        Builder copy = new Builder(status)
                .headers(headers)
                .body(body)
                .message(message)
                .code(code)
                .type(type);
        copy.uri = uri;
        copy.numbers.putAll(numbers);
        copy.retryAfter = retryAfter;
        return copy;
    }

    /** {@return the HTTP status; 0 if it says nothing because the error came inside a stream or an answer of status 200} */
    public int status() {
        return status;
    }

    /** {@return the answer's headers} */
    public Headers headers() {
        return headers;
    }

    /** {@return the address that was asked} */
    public Optional<URI> uri() {
        return Optional.ofNullable(uri);
    }

    /** {@return the answer's media type, lower-case, without parameters; empty if there is none} */
    public String contentType() {
        return new WireResponse(status, headers, new byte[0]).contentType();
    }

    /** {@return the body as text, or the piece of the stream that holds the error; may be empty} */
    public String body() {
        return body;
    }

    /** {@return the body as JSON; a missing node if it is none, such as a gateway's page} */
    public JsonNode json() {
        try {
            return Json.tree(body);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    /** {@return the provider's message; empty if the body has none} */
    public String message() {
        return message;
    }

    /** {@return the provider's code; empty if the body has none} */
    public String code() {
        return code;
    }

    /** {@return the provider's type of the error; empty if the body has none} */
    public String type() {
        return type;
    }

    /** {@return a number that stood beside the message, such as {@code estimated_time}} */
    public OptionalDouble number(String name) {
        Double value = numbers.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** {@return the time the provider asks to wait: what the driver set, else what {@link RetryAfter} finds in the headers} */
    public Optional<Duration> retryAfter() {
        return retryAfter == null ? RetryAfter.of(headers) : Optional.of(retryAfter);
    }

    /** {@return what text patterns are matched against, lower-case: the beginning of the message, or of the body if there is none} */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "ErrorFacts[" + status + ", code=" + code + ", type=" + type + "]";
    }

    /** Collects facts. Not thread-safe. */
    public static final class Builder {
        private final int status;
        private Headers headers = Headers.none();
        private @Nullable URI uri;
        private String body = "";
        private String message = "";
        private String code = "";
        private String type = "";
        private final Map<String, Double> numbers = new HashMap<>();
        private @Nullable Duration retryAfter;

        private Builder(int status) {
            this.status = status;
        }

        /** Sets the answer's headers. */
        public Builder headers(Headers headers) {
            this.headers = Objects.requireNonNull(headers, "headers");
            return this;
        }

        /** Sets the address that was asked. */
        public Builder uri(URI uri) {
            this.uri = Objects.requireNonNull(uri, "uri");
            return this;
        }

        /** Sets the body as text. */
        public Builder body(String body) {
            this.body = Objects.requireNonNull(body, "body");
            return this;
        }

        /** Sets the provider's message. */
        public Builder message(String message) {
            this.message = Objects.requireNonNull(message, "message");
            return this;
        }

        /** Sets the provider's code. */
        public Builder code(String code) {
            this.code = Objects.requireNonNull(code, "code");
            return this;
        }

        /** Sets the provider's type of the error. */
        public Builder type(String type) {
            this.type = Objects.requireNonNull(type, "type");
            return this;
        }

        /** Adds a number that stood beside the message. */
        public Builder number(String name, double value) {
            numbers.put(name, value);
            return this;
        }

        /** Sets the time the provider asks to wait, where it stands in the body. */
        public Builder retryAfter(Duration retryAfter) {
            this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
            return this;
        }

        /** {@return the facts} */
        public ErrorFacts build() {
            return new ErrorFacts(this);
        }
    }
}
