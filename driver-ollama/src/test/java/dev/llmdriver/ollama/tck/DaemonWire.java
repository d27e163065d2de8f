package dev.llmdriver.ollama.tck;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.OllamaDialect;
import dev.llmdriver.testkit.OllamaErrors;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.WireTwin;
import dev.llmdriver.testkit.tck.TckWire;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the daemon, and the cloud behind it, say things. */
final class DaemonWire implements TckWire {
    private static final OllamaDialect DAEMON = OllamaDialect.PARSER;

    @Override
    public Reply whole(TwinAnswer answer) {
        return DAEMON.unary(answer);
    }

    @Override
    public Reply stream(TwinAnswer answer) {
        return DAEMON.stream(answer);
    }

    @Override
    public boolean sendsServerSentEvents() {
        return false;
    }

    /** Arguments are objects, so broken ones cannot be said. */
    @Override
    public boolean argumentsAreText() {
        return false;
    }

    @Override
    public Optional<Reply> error(ErrorKind kind, String detail) {
        return switch (kind) {
            case AUTHENTICATION -> Optional.of(OllamaErrors.error(401, "unauthorized " + detail));
            case PERMISSION_DENIED -> Optional.of(OllamaErrors.error(403, "ollama cloud is disabled: " + detail));
            case QUOTA_EXHAUSTED -> Optional.of(OllamaErrors.usageLimit("session"));
            case RATE_LIMITED -> Optional.of(OllamaErrors.rateLimited());
            case MODEL_NOT_FOUND -> Optional.of(OllamaErrors.modelNotFound(detail));
            case MODEL_RETIRED -> Optional.of(OllamaErrors.retired(detail));
            case NOT_CHAT_MODEL -> Optional.of(OllamaErrors.notChatModel(detail));
            case MODEL_LOADING -> Optional.of(OllamaErrors.loading());
            case OVERLOADED -> Optional.of(OllamaErrors.busy());
            case ENDPOINT_UNAVAILABLE -> Optional.of(OllamaErrors.outOfMemory());
            case SERVER_ERROR ->
                Optional.of(OllamaErrors.error(500, "model runner has unexpectedly stopped: " + detail));
            case INVALID_REQUEST -> Optional.of(OllamaErrors.error(400, "json: cannot unmarshal " + detail));
            case CONTEXT_LENGTH -> Optional.of(OllamaErrors.contextLength(42947, 8192));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Reply> failing(TwinAnswer soFar, ErrorKind kind, String detail) {
        return kind == ErrorKind.SERVER_ERROR
                ? Optional.of(DAEMON.failing(soFar, new TwinError(TwinError.Kind.GENERATION, detail)))
                : Optional.empty();
    }

    @Override
    public boolean serve(WireTwin twin, String... models) {
        String list = Arrays.stream(models)
                .map(model -> "{\"name\":\"" + model + "\",\"model\":\"" + model + "\"}")
                .collect(Collectors.joining(","));
        twin.on(
                request -> request.path().equals("/api/tags"),
                request -> Reply.json(200, "{\"models\":[" + list + "]}"));
        twin.on(
                request -> request.path().equals("/api/version"),
                request -> Reply.json(200, "{\"version\":\"0.33.0\"}"));
        twin.on(request -> request.path().equals("/api/show"), request -> show(request, List.of(models)));
        return true;
    }

    private static Reply show(RecordedRequest request, List<String> models) {
        String model = request.json().path("model").asText();
        return models.contains(model)
                ? Reply.json(
                        200,
                        "{\"details\":{\"family\":\"twin\"},\"capabilities\":[\"completion\",\"tools\",\"vision\",\"audio\","
                                + "\"thinking\",\"embedding\"],\"model_info\":{\"general.architecture\":\"twin\","
                                + "\"twin.context_length\":32768}}")
                : OllamaErrors.modelNotFound(model);
    }

    @Override
    public Reply vectors(List<float[]> vectors) {
        String rows = vectors.stream().map(Arrays::toString).collect(Collectors.joining(","));
        return Reply.json(200, "{\"model\":\"tck-embed\",\"embeddings\":[" + rows + "],\"prompt_eval_count\":3}");
    }

    @Override
    public int embeddingBatch() {
        return 256;
    }
}
