package dev.llmdriver.ollama.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.ollama.Ollama;
import dev.llmdriver.ollama.PullProgress;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Downloads: the wire page's section 5. */
class PullTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LAYER =
            "{\"status\":\"pulling 6a0746a1ec1a\",\"digest\":\"sha256:6a0746a1ec1a\",\"total\":100,\"completed\":%d}\n";

    private final WireTwin twin = WireTwin.start();
    private final LlmProvider provider = Providers.open(twin.baseUri());

    @AfterEach
    void close() {
        provider.close();
        twin.close();
    }

    @Test
    void progress_comesLineByLine_andEndsWithSuccess() throws Exception {
        twin.enqueue(lines("{\"status\":\"pulling manifest\"}\n"
                + "{\"status\":\"pulling 6a0746a1ec1a\",\"digest\":\"sha256:6a0746a1ec1a\",\"total\":100}\n"
                + LAYER.formatted(50) + LAYER.formatted(100) + "{\"status\":\"verifying sha256 digest\"}\n"
                + "{\"status\":\"writing manifest\"}\n{\"status\":\"success\"}\n"));
        Reader reader = pull("llama3.2:1b");
        reader.request(Long.MAX_VALUE);
        assertThat(reader.end()).isEqualTo("completed");
        assertThat(reader.seen).hasSize(7);
        assertThat(reader.seen.get(1).completed()).isZero();
        assertThat(reader.seen.get(2))
                .isEqualTo(new PullProgress("pulling 6a0746a1ec1a", "sha256:6a0746a1ec1a", 100, 50));
        assertThat(reader.seen.get(6).isSuccess()).isTrue();
        assertThat(twin.requests().get(0).path()).isEqualTo("/api/pull");
        assertThat(twin.requests().get(0).body()).isEqualTo("{\"model\":\"llama3.2:1b\",\"stream\":true}");
    }

    @Test
    void nothingIsSent_beforeSomebodySubscribes_andEachSubscriberStartsAnew() throws Exception {
        Flow.Publisher<PullProgress> publisher = ollama().pull("m");
        assertThat(twin.requests()).isEmpty();
        twin.enqueue(lines("{\"status\":\"success\"}\n"), lines("{\"status\":\"success\"}"));
        for (int i = 0; i < 2; i++) {
            Reader reader = new Reader();
            publisher.subscribe(reader);
            reader.request(10);
            assertThat(reader.end()).isEqualTo("completed");
        }
        assertThat(twin.requests()).hasSize(2);
    }

    @Test
    void demand_isHonoured_toTheLastOne() throws Exception {
        twin.enqueue(lines(LAYER.formatted(1) + LAYER.formatted(2) + "{\"status\":\"success\"}\n"));
        Reader reader = pull("m");
        for (int wanted = 1; wanted <= 3; wanted++) {
            reader.request(1);
            reader.await(wanted);
            assertThat(reader.seen).hasSize(wanted);
        }
        assertThat(reader.end()).isEqualTo("completed");
    }

    @Test
    void cancelling_closesTheConnection() {
        twin.enqueue(Reply.builder()
                .contentType("application/x-ndjson")
                .chunked()
                .write(LAYER.formatted(1))
                .stall()
                .build());
        Reader reader = pull("m");
        reader.request(5);
        reader.await(1);
        reader.subscription.cancel();
        assertThat(twin.awaitClosedByClient(SOON).path()).isEqualTo("/api/pull");
        assertThat(reader.end).isNotDone();
    }

    @Test
    void errors_inTheStreamOrBeforeIt_haveTheirTypes() throws Exception {
        twin.enqueue(
                lines("{\"status\":\"pulling manifest\"}\n{\"error\":\"pull model manifest: file does not exist\"}\n"),
                Reply.json(400, "{\"error\":\"invalid model name\"}"),
                lines(LAYER.formatted(1)),
                lines("{\"status\":\"pulling"),
                lines("oops\n"));
        assertThat(failing().kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
        assertThat(failing().reason()).isEqualTo("model_name");
        assertThat(failing().kind()).as("no success").isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(failing().kind()).as("cut in a line").isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(failing().kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }

    @Test
    void modelThatNeedsANewerOllama_isNotTriedAgain() throws Exception {
        twin.enqueue(
                lines(
                        "{\"status\":\"pulling manifest\"}\n{\"error\":\"pull model manifest: 412: \\n\\nThe model you are"
                                + " attempting to pull requires a newer version of Ollama.\\n\\nPlease download the latest version at:\"}\n"));
        LlmException failure = failing();
        assertThat(failure.reason()).isEqualTo("installation");
        assertThat(failure.advice()).isEqualTo(Advice.NEXT_TARGET);
        assertThat(failure).hasMessageContaining("update Ollama");
    }

    private LlmException failing() throws Exception {
        Reader reader = pull("m");
        reader.request(10);
        assertThat(reader.end()).startsWith("failed");
        return reader.failure;
    }

    @Test
    void closingTheProvider_endsADownload() throws Exception {
        twin.enqueue(Reply.silence());
        Reader reader = pull("m");
        reader.request(1);
        twin.awaitRequests(1, SOON);
        provider.close();
        assertThat(reader.end()).startsWith("failed");
        assertThat(reader.failure).isInstanceOf(CancelledException.class);
    }

    private Ollama ollama() {
        return provider.unwrap(Ollama.class).orElseThrow();
    }

    private Reader pull(String model) {
        Reader reader = new Reader();
        ollama().pull(model).subscribe(reader);
        return reader;
    }

    private static Reply lines(String body) {
        return Reply.builder()
                .contentType("application/x-ndjson")
                .chunked()
                .write(body)
                .build();
    }

    /** Keeps what comes, and asks for nothing by itself. */
    private static final class Reader implements Flow.Subscriber<PullProgress> {
        final List<PullProgress> seen = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<String> end = new CompletableFuture<>();
        volatile Flow.Subscription subscription;
        volatile LlmException failure;

        void request(long more) {
            subscription.request(more);
        }

        String end() throws Exception {
            return end.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }

        synchronized void await(int count) {
            long until = System.nanoTime() + SOON.toNanos();
            while (seen.size() < count) {
                try {
                    wait(100);
                } catch (InterruptedException stopped) {
                    throw new AssertionError(stopped);
                }
                assertThat(System.nanoTime())
                        .as("%d of %d came", seen.size(), count)
                        .isLessThan(until);
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public synchronized void onNext(PullProgress progress) {
            seen.add(progress);
            notifyAll();
        }

        @Override
        public void onError(Throwable thrown) {
            failure = LlmException.of(thrown);
            end.complete("failed " + thrown);
        }

        @Override
        public void onComplete() {
            end.complete("completed");
        }
    }
}
