package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Texts in parts. The vector of a text is its length. */
class EmbeddingBatchesTest {
    private static final ModelRef REF = ModelRef.parse("prov:model");
    private static final EmbeddingRequest FIVE = EmbeddingRequest.of("a", "bb", "ccc", "dddd", "eeeee");

    private final CallContext call = CallContext.of(Scheduler.system());
    private final List<List<String>> sent = new ArrayList<>();
    private final List<CallContext> contexts = new ArrayList<>();

    private CompletableFuture<EmbeddingResponse> embed(
            EmbeddingRequest request, int size, Function<Vectors, CompletableFuture<Vectors>> part) {
        return EmbeddingBatches.embed(REF, request, call, size, (texts, context) -> {
            sent.add(texts);
            contexts.add(context);
            Vectors vectors = Vectors.of(
                    texts.stream().map(text -> new float[] {text.length()}).toList());
            return part.apply(vectors);
        });
    }

    private static CompletableFuture<Vectors> counted(Vectors vectors) {
        Usage usage = Usage.builder().input(vectors.list().size()).total(10).build();
        return CompletableFuture.completedFuture(
                new Vectors(vectors.list(), usage, "m-1", List.of(new Warning("dropped", "purpose", "none"))));
    }

    @Test
    void partsAreSentInOrderAndJoined() {
        EmbeddingResponse answer = embed(FIVE, 2, EmbeddingBatchesTest::counted).join();
        assertThat(sent).containsExactly(List.of("a", "bb"), List.of("ccc", "dddd"), List.of("eeeee"));
        assertThat(answer.vectors().stream().map(Arrays::toString))
                .containsExactly("[1.0]", "[2.0]", "[3.0]", "[4.0]", "[5.0]");
        assertThat(answer.usage()).contains(Usage.builder().input(5).total(30).build());
        assertThat(answer.servedModel()).contains("m-1");
        assertThat(answer.warnings()).hasSize(1);
        assertThat(contexts)
                .allMatch(context -> context.attribute(CallContext.PURPOSE)
                        .filter(purpose -> purpose == Attempt.Purpose.PART)
                        .isPresent());
    }

    @Test
    void oneRequestIsNoPart() {
        embed(FIVE, 5, EmbeddingBatchesTest::counted).join();
        assertThat(contexts)
                .hasSize(1)
                .allMatch(context -> context.attribute(CallContext.PURPOSE).isEmpty());
    }

    @Test
    void usageOfSomePartsIsNone() {
        EmbeddingResponse answer = embed(
                        FIVE,
                        2,
                        vectors -> sent.size() == 2 ? CompletableFuture.completedFuture(vectors) : counted(vectors))
                .join();
        assertThat(answer.usage()).isEmpty();
    }

    @Test
    void failedPartFailsTheCallAndSendsNoFurtherOne() {
        CompletableFuture<EmbeddingResponse> answer = embed(
                FIVE,
                2,
                vectors -> sent.size() == 1
                        ? counted(vectors)
                        : CompletableFuture.failedFuture(LlmException.builder(ErrorKind.OVERLOADED, "busy")
                                .build()));
        LlmException error = errorOf(answer);
        assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(error.provider()).contains("prov");
        assertThat(sent).hasSize(2);
    }

    @Test
    void whatTheSenderThrowsEndsTheCall() {
        CompletableFuture<EmbeddingResponse> answer = embed(FIVE, 2, vectors -> {
            throw new IllegalStateException("a slip");
        });
        assertThat(errorOf(answer).reason()).isEqualTo("internal");
    }

    @Test
    void cancellingCancelsThePartUnderWay() {
        CompletableFuture<Vectors> open = new CompletableFuture<>();
        CompletableFuture<EmbeddingResponse> answer = embed(FIVE, 2, vectors -> open);
        answer.cancel(true);
        assertThat(open).isCancelled();
        assertThat(sent).hasSize(1);
    }

    @Test
    void wrongNumberOfVectorsIsMalformed() {
        for (List<float[]> wrong : List.of(List.<float[]>of(), List.of(new float[1], new float[1], new float[1]))) {
            LlmException error =
                    errorOf(embed(FIVE, 2, vectors -> CompletableFuture.completedFuture(Vectors.of(wrong))));
            assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
            assertThat(error).hasMessageContaining("of 2 texts, but " + wrong.size() + " came");
        }
    }

    @Test
    void vectorsOfAnotherLengthThanAskedForAreMalformedUnlessThereIsAWarning() {
        EmbeddingRequest short3 =
                EmbeddingRequest.builder(List.of("a")).dimensions(3).build();
        LlmException error = errorOf(embed(short3, 2, CompletableFuture::completedFuture));
        assertThat(error.reason()).isEqualTo("dimensions");
        assertThat(error).hasMessageContaining("3 numbers, but one of 1 came");
        List<Warning> warned = List.of(new Warning("dropped", "dimensions", "not here"));
        assertThat(embed(short3, 2, vectors -> CompletableFuture.completedFuture(vectors.withWarnings(warned)))
                        .join()
                        .warnings())
                .isEqualTo(warned);
    }

    @Test
    void vectorsThatCannotBeComparedAreMalformed() {
        List<List<float[]>> wrong = List.of(
                List.of(new float[] {1, 2}, new float[] {1}),
                List.of(new float[] {1, Float.NaN}, new float[] {1, 2}),
                List.of(new float[] {1, 2}, new float[] {Float.NEGATIVE_INFINITY, 2}),
                List.of(new float[0], new float[0]));
        for (List<float[]> vectors : wrong) {
            LlmException error = errorOf(embed(
                    EmbeddingRequest.of("a", "b"), 2, part -> CompletableFuture.completedFuture(Vectors.of(vectors))));
            assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
            assertThat(error.reason()).isEqualTo("vectors");
        }
    }

    @Test
    void partsWhoseVectorsDifferInLengthAreMalformed() {
        LlmException error = errorOf(embed(
                FIVE,
                2,
                part -> CompletableFuture.completedFuture(Vectors.of(
                        part.list().stream().map(v -> new float[sent.size()]).toList()))));
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error).hasMessageContaining("1 numbers").hasMessageContaining("2");
        assertThat(sent).hasSize(2);
    }

    private static LlmException errorOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return LlmException.of(future.handle((value, failure) -> failure).join());
    }
}
