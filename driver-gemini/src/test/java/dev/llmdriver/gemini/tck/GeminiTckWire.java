package dev.llmdriver.gemini.tck;

import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.GeminiReplies;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinUsage;
import dev.llmdriver.testkit.WireTwin;
import dev.llmdriver.testkit.tck.TckWire;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the Gemini API says things. */
final class GeminiTckWire implements TckWire {
    private static final int BATCH = 100;

    @Override
    public Reply whole(TwinAnswer answer) {
        return GeminiReplies.unary(answer);
    }

    @Override
    public Reply stream(TwinAnswer answer) {
        return GeminiReplies.stream(answer);
    }

    @Override
    public Optional<Reply> error(ErrorKind kind, String detail) {
        return switch (kind) {
            case AUTHENTICATION -> Optional.of(GeminiErrors.error(401, "UNAUTHENTICATED", detail));
            case PERMISSION_DENIED -> Optional.of(GeminiErrors.error(403, "PERMISSION_DENIED", detail));
            case QUOTA_EXHAUSTED -> Optional.of(GeminiErrors.dailyQuota(20, Duration.ofSeconds(38)));
            case RATE_LIMITED -> Optional.of(GeminiErrors.exhausted());
            case MODEL_NOT_FOUND -> Optional.of(GeminiErrors.notFound("models/" + detail, "generateContent"));
            case MODEL_RETIRED -> Optional.of(GeminiErrors.retired("models/gemini-1.0-pro"));
            case NOT_CHAT_MODEL -> Optional.of(GeminiErrors.interactionsOnly());
            case OVERLOADED -> Optional.of(GeminiErrors.overloaded());
            case SERVER_ERROR -> Optional.of(GeminiErrors.error(500, "INTERNAL", detail));
            case INVALID_REQUEST -> Optional.of(GeminiErrors.invalid(detail));
            case CONTEXT_LENGTH -> Optional.of(GeminiErrors.contextLength(1_250_074, 1_048_576));
            default -> Optional.empty();
        };
    }

    /** Arguments are an object in the answer's JSON. */
    @Override
    public boolean argumentsAreText() {
        return false;
    }

    @Override
    public Optional<Reply> failing(TwinAnswer soFar, ErrorKind kind, String detail) {
        return error(kind, detail).map(error -> GeminiReplies.failing(soFar, error));
    }

    @Override
    public Map<Reply, Duration> hints() {
        return Map.of(GeminiErrors.rateLimited(Duration.ofSeconds(17)), Duration.ofSeconds(17));
    }

    @Override
    public Map<Reply, Usage> usages() {
        TwinAnswer answer = TwinAnswer.of("Hi").toBuilder()
                .usage(new TwinUsage(10, 9, 4, 5))
                .build();
        return Map.of(
                whole(answer),
                Usage.builder()
                        .input(10)
                        .output(9)
                        .cachedInput(4)
                        .reasoning(5)
                        .total(19)
                        .build());
    }

    @Override
    public Optional<Reply> signed() {
        return Optional.of(whole(TwinAnswer.of("I thought about it.").toBuilder()
                .signature("c2lnbmVk")
                .build()));
    }

    @Override
    public List<Reply> brokenCalls() {
        TwinAnswer call =
                TwinAnswer.calling("look_up", "{}").toBuilder().text("I look.").build();
        return List.of(
                whole(call.toBuilder().finishReason("UNEXPECTED_TOOL_CALL").build()),
                whole(call.toBuilder().finishReason("MALFORMED_FUNCTION_CALL").build()));
    }

    @Override
    public List<Reply> blocked() {
        return List.of(
                whole(TwinAnswer.builder().blocked("SAFETY").build()),
                whole(TwinAnswer.builder().finishReason("content_filter").build()));
    }

    @Override
    public boolean serve(WireTwin twin, String... models) {
        for (String model : models) {
            String entry = entry(model);
            twin.on(
                    request -> request.method().equals("GET") && request.path().endsWith("/models/" + model),
                    request -> Reply.json(200, entry));
        }
        String all = Arrays.stream(models).map(GeminiTckWire::entry).collect(Collectors.joining(","));
        twin.on(
                request -> request.method().equals("GET") && request.path().endsWith("/models"),
                request -> Reply.json(200, "{\"models\":[" + all + "]}"));
        return true;
    }

    private static String entry(String model) {
        return "{\"name\":\"models/" + model
                + "\",\"version\":\"001\",\"inputTokenLimit\":1048576,\"outputTokenLimit\":65536,"
                + "\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"],\"thinking\":true}";
    }

    /** One text is answered apart, in a shape of its own. */
    @Override
    public Reply vectors(List<float[]> vectors) {
        List<String> all = vectors.stream()
                .map(vector -> "{\"values\":" + Arrays.toString(vector) + "}")
                .toList();
        return Reply.json(
                200,
                all.size() == 1
                        ? "{\"embedding\":" + all.get(0) + "}"
                        : "{\"embeddings\":[" + String.join(",", all) + "]}");
    }

    @Override
    public int embeddingBatch() {
        return BATCH;
    }

    @Override
    public Reply tokenCount(long tokens) {
        return Reply.json(
                200,
                "{\"totalTokens\":" + tokens + ",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":"
                        + tokens + "}]}");
    }
}
