package dev.llmdriver.testkit.tck;

import dev.llmdriver.Attempt;
import dev.llmdriver.Capability;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.testkit.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** V. */
final class EmbeddingRules {
    private static final List<float[]> THREE =
            List.of(new float[] {1, 0.5f}, new float[] {2, 0.25f}, new float[] {3, 0.125f});

    private final Scenario s;

    EmbeddingRules(Scenario scenario) {
        s = scenario;
    }

    private CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request) {
        CallContext context = s.context();
        return s.provider()
                .embeddingModel(s.tck().embeddingModel())
                .unwrap(EmbeddingEngine.class)
                .orElseThrow(() -> new AssertionError("embeddingModel(…).unwrap(EmbeddingEngine.class) must give it"))
                .embed(request, context);
    }

    private LlmException failure(EmbeddingRequest request, Reply... replies) {
        s.twin().enqueue(replies);
        return Check.is("the failure", LlmException.class, Wait.failure(embed(request)));
    }

    private static EmbeddingRequest texts(int count) {
        return EmbeddingRequest.of(
                IntStream.range(0, count).mapToObj(i -> "text " + i).toArray(String[]::new));
    }

    private static void same(List<float[]> expected, List<float[]> actual) {
        Check.equal(
                "the vectors",
                expected.stream().map(Arrays::toString).toList(),
                actual.stream().map(Arrays::toString).toList());
    }

    @Rule(value = "V1", needs = Capability.EMBEDDINGS)
    void vectorsStandInTheOrderOfTheTexts() {
        s.twin().enqueue(s.wire().vectors(THREE));
        same(THREE, Wait.value(embed(texts(3))).vectors());
        s.wire().shuffledVectors(THREE).ifPresent(shuffled -> {
            s.twin().enqueue(shuffled);
            same(THREE, Wait.value(embed(texts(3))).vectors());
        });
    }

    @Rule(value = "V2", needs = Capability.EMBEDDINGS)
    void moreTextsThanTheProviderTakesAreSplit() {
        int most = s.wire().embeddingBatch();
        Skip.unless(most > 0, "the provider takes any number of texts");
        List<float[]> all = new ArrayList<>();
        IntStream.range(0, most + 1).forEach(i -> all.add(new float[] {i, 1}));
        s.twin().enqueue(s.wire().vectors(all.subList(0, most)), s.wire().vectors(all.subList(most, most + 1)));
        EmbeddingResponse answer = Wait.value(embed(texts(most + 1)));
        same(all, answer.vectors());
        Check.equal("the attempts", 2, s.lastAttempts().size());
        s.lastAttempts().forEach(part -> Check.equal("purpose()", Attempt.Purpose.PART, part.purpose()));
        Check.equal(
                "the answer's attempts",
                s.lastAttempts().toString(),
                answer.attempts().toString());
    }

    @Rule(value = "V3", needs = Capability.EMBEDDINGS)
    void partThatFailsFailsTheCall() {
        LlmException one = failure(texts(2), Reply.text(500, "no"));
        Check.equal("the kind", ErrorKind.SERVER_ERROR, one.kind());
        int most = s.wire().embeddingBatch();
        if (most > 0) {
            List<float[]> full =
                    IntStream.range(0, most).mapToObj(i -> new float[] {i, 1}).toList();
            LlmException second = failure(texts(most + 1), s.wire().vectors(full), Reply.text(500, "no"));
            Check.equal("the kind", ErrorKind.SERVER_ERROR, second.kind());
            Check.equal(
                    "the attempts",
                    s.lastAttempts().toString(),
                    second.attempts().toString());
        }
        s.twin().enqueue(Reply.silence());
        int before = s.twin().requests().size();
        CompletableFuture<EmbeddingResponse> cancelled = embed(texts(1));
        s.twin().awaitRequests(before + 1, Scenario.SOON);
        cancelled.cancel(true);
        s.twin().awaitClosedByClient(Scenario.SOON);
    }

    @Rule(value = "V4", needs = Capability.EMBEDDINGS)
    void fieldsAreSentOrWarnedOf() {
        Map<String, UnaryOperator<EmbeddingRequest.Builder>> fields = new LinkedHashMap<>();
        fields.put("dimensions", request -> request.dimensions(2));
        fields.put("purpose", request -> request.purpose(EmbeddingRequest.Purpose.QUERY));
        fields.put("truncate", request -> request.truncate(true));
        List<String> texts = texts(3).texts();
        Sent plain = sent(EmbeddingRequest.builder(texts).build(), new ArrayList<>());
        fields.forEach((name, set) -> {
            List<String> warned = new ArrayList<>();
            Sent with = sent(set.apply(EmbeddingRequest.builder(texts)).build(), warned);
            Check.that(
                    warned.contains(name) || !with.equals(plain),
                    name + " must be sent or be a warning: " + with + ", warned of " + warned);
        });
        List<String> warned = new ArrayList<>();
        sent(EmbeddingRequest.builder(texts).dimensions(2).build(), warned);
        if (warned.contains("dimensions")) {
            return; // the caller knows that the length is not what was asked for
        }
        EmbeddingRequest shorter = EmbeddingRequest.builder(texts).dimensions(1).build();
        LlmException failure = failure(shorter, s.wire().vectors(THREE));
        Check.equal("the kind of vectors of another length", ErrorKind.MALFORMED_RESPONSE, failure.kind());
    }

    private Sent sent(EmbeddingRequest request, List<String> warned) {
        s.twin().enqueue(s.wire().vectors(THREE));
        Wait.value(embed(request)).warnings().forEach(warning -> warned.add(warning.field()));
        return Sent.of(s.twin().takeRequest(Scenario.SOON));
    }

    @Rule(value = "V5", needs = Capability.EMBEDDINGS)
    void wrongNumberOfVectorsIsMalformed() {
        for (int texts : new int[] {2, 4}) {
            LlmException failure = failure(texts(texts), s.wire().vectors(THREE));
            Check.equal("the kind of 3 vectors for " + texts, ErrorKind.MALFORMED_RESPONSE, failure.kind());
        }
    }

    @Rule(value = "V6", needs = Capability.EMBEDDINGS)
    void numbersKeepThePrecisionOfAFloat() {
        List<float[]> exact = List.of(
                new float[] {0.1f, -0.1f, 1f / 3, Float.MAX_VALUE, Float.MIN_NORMAL, 16_777_215f, 0.012345678f, -0f});
        s.twin().enqueue(s.wire().vectors(exact));
        float[] got = Wait.value(embed(texts(1))).vectors().get(0);
        for (int i = 0; i < got.length; i++) {
            Check.that(got[i] == exact.get(0)[i], "number " + i + " must be " + exact.get(0)[i] + " but is " + got[i]);
        }
        Check.equal("the number of dimensions", exact.get(0).length, got.length);
    }
}
