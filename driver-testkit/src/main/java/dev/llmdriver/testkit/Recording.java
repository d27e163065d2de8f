package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One recorded HTTP exchange: what was asked, what was answered, and in which pieces the answer came. {@link Recordings} reads
 * them. What a recording does not know is empty, its status 200. Immutable.
 */
public final class Recording {
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection", "content-encoding", "content-length", "date", "keep-alive", "trailer", "transfer-encoding");
    private static final int[] LARGEST_PIECES = {3, 40, 500};
    private static final int MOST_PIECES = 2_000;

    private final String provider;
    private final String api;
    private final String source;
    private final String fidelity;
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> requestHeaders;
    private final byte[] requestBytes;
    private final boolean streaming;
    private final int status;
    private final Map<String, String> headers;
    private final byte[] bytes;
    private final List<Integer> chunkSizes;
    private final boolean streamed;
    private final boolean complete;

    private Recording(Builder builder) {
        provider = builder.provider;
        api = builder.api;
        source = builder.source;
        fidelity = builder.fidelity;
        method = builder.method;
        path = builder.path;
        query = builder.query;
        requestHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(builder.requestHeaders));
        requestBytes = builder.requestBytes;
        streaming = builder.streaming;
        status = builder.status;
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
        bytes = builder.bytes;
        chunkSizes = List.copyOf(builder.chunkSizes);
        streamed = builder.streamed;
        complete = builder.complete;
    }

    /** {@return a builder for a recording that knows nothing yet} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that starts from this recording} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return whose service was asked, such as {@code gemini}} */
    public String provider() {
        return provider;
    }

    /** {@return which of its interfaces, such as {@code gemini-openai}} */
    public String api() {
        return api;
    }

    /** {@return where the recording comes from; unique where the recorder cares} */
    public String source() {
        return source;
    }

    /** {@return {@code wire} for bytes as received; {@code parsed}, {@code sdk} or {@code fixture} where somebody wrote them again} */
    public String fidelity() {
        return fidelity;
    }

    /** {@return the method of the request, in upper case} */
    public String method() {
        return method;
    }

    /** {@return the path of the request, without its query} */
    public String path() {
        return path;
    }

    /** {@return the query of the request, without its question mark} */
    public String query() {
        return query;
    }

    /** {@return the headers of the request by their names in lower case} */
    public Map<String, String> requestHeaders() {
        return requestHeaders;
    }

    /** {@return the body of the request as text} */
    public String requestBody() {
        return new String(requestBytes, UTF_8);
    }

    /** {@return the body of the request} */
    public byte[] requestBytes() {
        return requestBytes.clone();
    }

    /** {@return whether a stream was asked for, or came} */
    public boolean streaming() {
        return streaming;
    }

    /** {@return the status of the answer} */
    public int status() {
        return status;
    }

    /** {@return the headers of the answer by their names in lower case; several of one name are joined by commas} */
    public Map<String, String> headers() {
        return headers;
    }

    /** {@return the body of the answer as text, decompressed} */
    public String body() {
        return new String(bytes, UTF_8);
    }

    /** {@return the body of the answer, decompressed} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return how many bytes of the body came at a time; empty if nobody noted it} */
    public List<Integer> chunkSizes() {
        return chunkSizes;
    }

    /** {@return whether the answer is a stream of events, lines or elements} */
    public boolean streamed() {
        return streamed;
    }

    /** {@return false if the answer broke off, or the client left before its end} */
    public boolean complete() {
        return complete;
    }

    /** {@return the answer as a twin sends it, in chunks as they came where that is known; an incomplete one is cut off} */
    public Reply reply() {
        ReplyBuilder reply = head();
        if (!chunkSizes.isEmpty()) {
            cut(reply, chunkSizes.stream().mapToInt(Integer::intValue).toArray());
        }
        return reply.build();
    }

    /**
     * Cuts the answer at random places. Each piece is a chunk of its own, so that a receiver sees the borders even where its kernel
     * joins two writes.
     *
     * @param seed the same one cuts the same recording at the same places
     * @return the answer as a twin sends it
     */
    public Reply reply(long seed) {
        Random random = new Random(seed ^ source.hashCode());
        int largest = LARGEST_PIECES[random.nextInt(LARGEST_PIECES.length)];
        int[] sizes = IntStream.range(0, MOST_PIECES)
                .map(i -> 1 + random.nextInt(largest))
                .toArray();
        return cut(head(), sizes).build();
    }

    private ReplyBuilder head() {
        ReplyBuilder reply = Reply.builder().status(status);
        headers.forEach((name, value) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                reply.header(name, value);
            }
        });
        reply.write(bytes);
        if (streamed || !complete) {
            reply.chunked();
        }
        return complete ? reply : reply.cut();
    }

    private static ReplyBuilder cut(ReplyBuilder reply, int... sizes) {
        return reply.chunked().split(sizes[0], IntStream.of(sizes).skip(1).toArray());
    }

    @Override
    public String toString() {
        return (source.isEmpty() ? method + " " + path : source) + " (" + status + ")";
    }

    /** Builds a {@link Recording}. Not thread-safe. */
    public static final class Builder {
        private String provider = "";
        private String api = "";
        private String source = "";
        private String fidelity = "wire";
        private String method = "";
        private String path = "";
        private String query = "";
        private final Map<String, String> requestHeaders = new LinkedHashMap<>();
        private byte[] requestBytes = {};
        private boolean streaming;
        private int status = 200;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private byte[] bytes = {};
        private List<Integer> chunkSizes = new ArrayList<>();
        private boolean streamed;
        private boolean complete = true;

        private Builder() {}

        private Builder(Recording from) {
            provider = from.provider;
            api = from.api;
            source = from.source;
            fidelity = from.fidelity;
            method = from.method;
            path = from.path;
            query = from.query;
            requestHeaders.putAll(from.requestHeaders);
            requestBytes = from.requestBytes;
            streaming = from.streaming;
            status = from.status;
            headers.putAll(from.headers);
            bytes = from.bytes;
            chunkSizes = from.chunkSizes;
            streamed = from.streamed;
            complete = from.complete;
        }

        /** Sets whose service was asked. */
        public Builder provider(String name) {
            provider = name;
            return this;
        }

        /** Sets which of its interfaces. */
        public Builder api(String name) {
            api = name;
            return this;
        }

        /** Sets where the recording comes from. */
        public Builder source(String where) {
            source = where;
            return this;
        }

        /** Sets how close to the wire it is; {@code wire} if it isn't said. */
        public Builder fidelity(String word) {
            fidelity = word;
            return this;
        }

        /**
         * Sets what was asked.
         *
         * @param target the path, and the query after a question mark
         */
        public Builder request(String asked, String target) {
            int mark = target.indexOf('?');
            method = asked.toUpperCase(Locale.ROOT);
            path = mark < 0 ? target : target.substring(0, mark);
            query = mark < 0 ? "" : target.substring(mark + 1);
            return this;
        }

        /** Sets a header of the request. */
        public Builder requestHeader(String name, String value) {
            requestHeaders.put(name.toLowerCase(Locale.ROOT), value);
            return this;
        }

        /** Sets the body of the request. */
        public Builder requestBody(byte[] body) {
            requestBytes = body.clone();
            return this;
        }

        /** Sets the body of the request. */
        public Builder requestBody(String body) {
            return requestBody(body.getBytes(UTF_8));
        }

        /** Sets whether a stream was asked for. */
        public Builder streaming(boolean asked) {
            streaming = asked;
            return this;
        }

        /** Sets the status of the answer; 200 if it isn't said. */
        public Builder status(int code) {
            status = code;
            return this;
        }

        /** Sets a header of the answer. */
        public Builder header(String name, String value) {
            headers.put(name.toLowerCase(Locale.ROOT), value);
            return this;
        }

        /** Sets the body of the answer, and forgets in which pieces another one came. */
        public Builder body(byte[] body) {
            bytes = body.clone();
            chunkSizes = List.of();
            return this;
        }

        /** Sets the body of the answer, and forgets in which pieces another one came. */
        public Builder body(String body) {
            return body(body.getBytes(UTF_8));
        }

        /** Sets how many bytes of the body came at a time. */
        public Builder chunkSizes(List<Integer> sizes) {
            chunkSizes = List.copyOf(sizes);
            return this;
        }

        /** Sets whether the answer is a stream. */
        public Builder streamed(boolean is) {
            streamed = is;
            return this;
        }

        /** Sets whether the answer came to its end; it did if it isn't said. */
        public Builder complete(boolean is) {
            complete = is;
            return this;
        }

        /** {@return the recording} */
        public Recording build() {
            return new Recording(this);
        }
    }
}
