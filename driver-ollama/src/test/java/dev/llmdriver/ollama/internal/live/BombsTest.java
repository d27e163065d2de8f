package dev.llmdriver.ollama.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.MalformedResponseException;
import dev.llmdriver.ollama.Ollama;
import dev.llmdriver.ollama.PullProgress;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vectors, lists and downloads that are small on the wire and large, or deep, behind it. */
class BombsTest {
    private static final String DEEP = "{\"models\":[".repeat(50_000);

    private final WireTwin twin = WireTwin.start();
    private final LlmProvider provider = Providers.open(twin.baseUri());

    @AfterEach
    void close() {
        provider.close();
        twin.close();
    }

    /** More than any bound that is set by itself: one line of 256 MiB. */
    private static Reply large() throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        Arrays.fill(mebibyte, (byte) ' ');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 256; i++) {
                gzip.write(mebibyte);
            }
        }
        return Reply.builder()
                .contentType("application/json")
                .header("content-encoding", "gzip")
                .write(bytes.toByteArray())
                .build();
    }

    private static void assertRefused(LlmException error, String reason) {
        assertThat(error).isInstanceOf(MalformedResponseException.class);
        assertThat(error.reason()).as("%s", error).isEqualTo(reason);
    }

    @Test
    void vectors() throws Exception {
        twin.enqueue(large(), Reply.json(200, "{\"embeddings\":" + "[".repeat(100_000)));
        assertRefused(embedded(), "too_large");
        assertRefused(embedded(), "undecodable");
    }

    private LlmException embedded() {
        return catchThrowableOfType(
                LlmException.class, () -> provider.embeddingModel("m").embed(EmbeddingRequest.of("a")));
    }

    @Test
    void lists() throws Exception {
        twin.enqueue(large(), Reply.json(200, DEEP));
        assertRefused(listed(), "too_large");
        assertRefused(listed(), "undecodable");
    }

    private LlmException listed() {
        return LlmException.of(catchThrowableOfType(
                CompletionException.class, () -> provider.models().join()));
    }

    @Test
    void downloads() throws Exception {
        twin.enqueue(large(), Reply.json(200, DEEP + "\n"));
        assertRefused(pulled(), "too_large");
        assertRefused(pulled(), "undecodable");
    }

    private LlmException pulled() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        provider.unwrap(Ollama.class).orElseThrow().pull("m").subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(PullProgress progress) {
                failure.completeExceptionally(new AssertionError("no progress but " + progress));
            }

            @Override
            public void onError(Throwable thrown) {
                failure.complete(thrown);
            }

            @Override
            public void onComplete() {
                failure.completeExceptionally(new AssertionError("no success"));
            }
        });
        return LlmException.of(failure.get(60, TimeUnit.SECONDS));
    }
}
