package dev.llmdriver.http;

import static dev.llmdriver.http.EventLog.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole answers that are like one another, each with a reader of its own. That nothing else comes of them, RecurringJson's tests show. */
class JsonShapeTest {
    private static final String ANSWER = "{'id':'%1$s','text':'%1$s','count':17}";

    private final JsonShape shape = new JsonShape();
    private WeakReference<String> seen = new WeakReference<>(null);
    private final List<JsonParser> parsers = Collections.synchronizedList(new ArrayList<>());

    @Test
    void eachAnswerIsReadAsAWholeByTheSameParser() throws IOException {
        for (String text : List.of("a", "b", "c", "d", "e", "f")) {
            assertThat(text(ANSWER.formatted(text))).isEqualTo(text);
        }
        assertThat(parsers).hasSize(6).allMatch(parser -> parser == parsers.get(0));
    }

    @Test
    void whatCannotBeReadLeavesNothingBehind() throws IOException {
        for (String broken : List.of("", "{'id':'a','text':", "{'text':'a'", "{'text':\\'a'}", "[", "{'text':1.5.5}")) {
            assertThat(text(ANSWER.formatted("before"))).isEqualTo("before");
            assertThatIOException().isThrownBy(() -> text(broken));
            assertThat(text(ANSWER.formatted("after"))).isEqualTo("after");
        }
    }

    /** As another thread's would be: the parser that knows the shape is lent once at a time. */
    @Test
    void anAnswerMayBeReadWhileAnotherOneIs() throws IOException {
        text(ANSWER.formatted("a"));
        List<String> inner = new ArrayList<>();
        JsonChunks outer = new JsonChunks(
                in -> {
                    in.nextToken();
                    in.nextToken();
                    inner.add(text(ANSWER.formatted("inner")));
                    inner.add(in.currentName());
                },
                (mark, in) -> false,
                shape);
        byte[] bytes = quoted("{'outer':1}").getBytes(UTF_8);
        outer.read(bytes, 0, bytes.length);
        assertThat(inner).containsExactly("inner", "outer");
        assertThat(parsers.get(1)).isNotSameAs(parsers.get(0));
    }

    /** The shape stays for as long as the model does, the text is the caller's. */
    @Test
    void aLongTextIsNotKept() throws IOException {
        for (String text : List.of("a", "b", "c", "d")) {
            text(ANSWER.formatted(text));
        }
        text(ANSWER.formatted("x".repeat(100_000)));
        WeakReference<String> kept = seen;
        System.gc();
        assertThat(kept.refersTo(null)).isTrue();
    }

    @Test
    @Timeout(60)
    void threadsMayReadAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String own = "of thread " + thread + " ";
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        assertThat(text(ANSWER.formatted(own + i))).isEqualTo(own + i);
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get(50, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private String text(String json) throws IOException {
        StringBuilder text = new StringBuilder();
        JsonChunks answer = new JsonChunks(in -> read(in, text), (mark, in) -> false, shape);
        byte[] bytes = quoted(json).getBytes(UTF_8);
        answer.read(bytes, 0, bytes.length);
        assertThat(answer.length()).isEqualTo(bytes.length);
        return text.toString();
    }

    private void read(JsonParser in, StringBuilder text) throws IOException {
        parsers.add(in);
        text.setLength(0);
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("no object");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean isText = in.currentName().equals("text");
            in.nextToken();
            String value = isText ? in.getText() : "";
            text.append(value);
            seen = isText ? new WeakReference<>(value) : seen;
            JsonChunks.mark(in, isText ? 0 : 1);
        }
    }
}
