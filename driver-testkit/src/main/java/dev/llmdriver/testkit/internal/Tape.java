package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.llmdriver.testkit.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The file that a recording proxy writes: takes what was heard, removes keys, adds a line. Thread-safe. */
public final class Tape {
    private final Path file;
    private final String provider;
    private final String session;
    private final Redaction redaction;
    private int written;

    /** Creates a tape; the file need not exist, but it must be possible to write to it. */
    public Tape(Path file, String provider, URI upstream, Redaction redaction) {
        this.file = file;
        this.provider = provider;
        this.session = upstream.getHost() + "@" + Instant.now();
        this.redaction = redaction;
        append(new byte[0]);
    }

    /** What was heard of an exchange. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Heard(
            String method,
            String target,
            List<Map.Entry<String, String>> requestHeaders,
            byte[] request,
            int status,
            List<Map.Entry<String, String>> headers,
            byte[] body,
            List<Integer> chunkSizes,
            boolean complete) {}

    /** {@return how many lines were added} */
    public synchronized int written() {
        return written;
    }

    synchronized void add(Heard heard) {
        append((RecordingJson.write(recording(heard)) + "\n").getBytes(UTF_8));
        written++;
    }

    private void append(byte[] line) {
        try {
            Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The recording cannot be written to " + file, e);
        }
    }

    private Recording recording(Heard heard) {
        redaction.learn(heard.target(), heard.requestHeaders());
        redaction.learn(heard.target(), heard.headers());
        byte[] asked = redaction.body(heard.request());
        byte[] answered = redaction.body(heard.complete() ? Gzip.unpacked(heard.body()) : heard.body());
        boolean streamed = StreamLook.isStream(contentType(heard), answered);
        Recording.Builder recording = Recording.builder()
                .provider(provider)
                .source(session + "#" + written)
                .request(heard.method(), redaction.target(heard.target()))
                .requestBody(asked)
                .status(heard.status())
                .body(answered)
                .streamed(streamed)
                .streaming(streamed || StreamLook.asksForStream(asked))
                .complete(heard.complete());
        if (answered.length == heard.body().length) {
            recording.chunkSizes(heard.chunkSizes());
        }
        heard.requestHeaders().forEach(header -> recording.requestHeader(header.getKey(), redaction.header(header)));
        heard.headers().forEach(header -> recording.header(header.getKey(), redaction.header(header)));
        return recording.build();
    }

    private static String contentType(Heard heard) {
        return heard.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
