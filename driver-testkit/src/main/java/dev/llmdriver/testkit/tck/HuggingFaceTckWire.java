package dev.llmdriver.testkit.tck;

import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.WireTwin;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How Hugging Face's router and what stands behind it say things: for its driver, and for those that stand on it. Stateless. */
public final class HuggingFaceTckWire implements TckWire {
    private static final HuggingFaceDialect ROUTER = HuggingFaceDialect.ROUTER;

    private static final String DETAILED = "{\"prompt_tokens\":20,\"completion_tokens\":9,\"total_tokens\":31,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":12},\"completion_tokens_details\":{\"reasoning_tokens\":4}}";

    /** Creates it. */
    public HuggingFaceTckWire() {}

    @Override
    public Reply whole(TwinAnswer answer) {
        return ROUTER.unary(answer);
    }

    @Override
    public Reply stream(TwinAnswer answer) {
        return ROUTER.stream(answer);
    }

    /** The finish reason, the usage if any, and {@code [DONE]}. */
    @Override
    public int lastEvents(TwinAnswer answer) {
        return answer.usage().isPresent() ? 3 : 2;
    }

    @Override
    public Optional<Reply> error(ErrorKind kind, String detail) {
        return switch (kind) {
            case AUTHENTICATION -> Optional.of(HuggingFaceErrors.plain(401, "Invalid username or password. " + detail));
            case PERMISSION_DENIED -> Optional.of(HuggingFaceErrors.missingScope(detail));
            case QUOTA_EXHAUSTED -> Optional.of(HuggingFaceErrors.creditsExhausted());
            case RATE_LIMITED -> Optional.of(HuggingFaceErrors.rateLimited());
            case MODEL_NOT_FOUND -> Optional.of(HuggingFaceErrors.notServed(detail));
            case NOT_CHAT_MODEL -> Optional.of(HuggingFaceErrors.notChatModel(detail));
            case MODEL_LOADING -> Optional.of(HuggingFaceErrors.loading(detail, 20));
            case OVERLOADED -> Optional.of(HuggingFaceErrors.overloaded());
            case ENDPOINT_UNAVAILABLE -> Optional.of(HuggingFaceErrors.paused());
            case SERVER_ERROR -> Optional.of(ROUTER.error(new TwinError(TwinError.Kind.GENERATION, detail)));
            case INVALID_REQUEST -> Optional.of(ROUTER.error(new TwinError(TwinError.Kind.INVALID, detail)));
            case CONTEXT_LENGTH -> Optional.of(ROUTER.error(TwinError.of(TwinError.Kind.CONTEXT_LENGTH)));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Reply> failing(TwinAnswer soFar, ErrorKind kind, String detail) {
        return kind == ErrorKind.SERVER_ERROR
                ? Optional.of(ROUTER.failing(soFar, new TwinError(TwinError.Kind.GENERATION, detail)))
                : Optional.empty();
    }

    @Override
    public Optional<Reply> loading(Duration estimate) {
        return Optional.of(HuggingFaceErrors.loading("org/model", estimate.toMillis() / 1000.0));
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("x-request-id");
    }

    @Override
    public Map<Reply, Usage> usages() {
        Usage counted = Usage.builder()
                .input(20)
                .output(9)
                .total(31)
                .cachedInput(12)
                .reasoning(4)
                .build();
        return Map.of(
                ROUTER.unary(TwinAnswer.of("x").toBuilder().usage(1, 1).build())
                        .mapText(text -> text.replaceFirst("\"usage\":\\{[^}]*}", "\"usage\":" + DETAILED)),
                counted);
    }

    @Override
    public boolean asksForUsage(RecordedRequest stream) {
        return stream.json().at("/stream_options/include_usage").asBoolean();
    }

    @Override
    public boolean serve(WireTwin twin, String... models) {
        twin.on(
                request -> request.method().equals("GET"),
                request -> Stream.of(models)
                        .filter(model -> request.path().endsWith("/v1/models/" + model))
                        .findFirst()
                        .map(model -> Reply.json(200, "{\"data\":" + entry(model) + "}"))
                        .orElseGet(() ->
                                request.path().endsWith("/v1/models") ? list(models) : HuggingFaceErrors.notFound()));
        return true;
    }

    private static Reply list(String... models) {
        return Reply.json(
                200,
                "{\"object\":\"list\",\"data\":["
                        + Stream.of(models).map(HuggingFaceTckWire::entry).collect(Collectors.joining(",")) + "]}");
    }

    private static String entry(String model) {
        return "{\"id\":\"" + model
                + "\",\"object\":\"model\",\"providers\":[{\"provider\":\"twin\",\"status\":\"live\"}]}";
    }

    @Override
    public Reply vectors(List<float[]> vectors) {
        return Reply.json(200, "[" + vectors.stream().map(Arrays::toString).collect(Collectors.joining(",")) + "]");
    }

    @Override
    public int embeddingBatch() {
        return 32;
    }
}
