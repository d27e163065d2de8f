package dev.llmdriver.testkit.internal;

import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinModel;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the Hugging Face twin does by itself: finds out what is asked and who answers. Thread-safe. */
public final class HuggingFaceService {
    private final Catalogue catalogue = new Catalogue();
    private final Embeddings embeddings = new Embeddings();
    private volatile HuggingFaceDialect dialect = HuggingFaceDialect.ROUTER;
    private volatile Duration pace = Duration.ZERO;
    private volatile @Nullable String token;
    private volatile @Nullable Function<RecordedRequest, TwinAnswer> talk;

    /** Changes how answers are spelt. */
    public void dialect(HuggingFaceDialect spoken) {
        dialect = spoken;
    }

    /** Changes the pace of streams. */
    public void pace(Duration betweenEvents) {
        pace = betweenEvents;
    }

    /** Demands a token. */
    public void requireToken(String required) {
        token = required;
    }

    /** Adds models. */
    public void serve(TwinModel... models) {
        catalogue.add(models);
    }

    /** Makes the models that are asked for and were not added. */
    public void serveOthers(Function<String, TwinModel> others) {
        catalogue.others(others);
    }

    /** Changes who answers. */
    public void answers(Function<RecordedRequest, TwinAnswer> other) {
        talk = other;
    }

    /** {@return the answer as the request wants it: a stream or one piece} */
    public Reply render(RecordedRequest request, TwinAnswer answer) {
        Duration between = pace;
        return request.json().path("stream").asBoolean()
                ? dialect.stream(answer).with(reply -> reply.pace(between))
                : dialect.unary(answer);
    }

    /** {@return the error in the words of the dialect} */
    public Reply error(TwinError error) {
        return dialect.error(error);
    }

    /** {@return what the service answers by itself} */
    public Reply answer(RecordedRequest request) {
        if (request.method().equals("GET")) {
            return look(request.path());
        }
        if (!request.method().equals("POST")) {
            return Reply.text(405, "Method Not Allowed");
        }
        String required = token;
        if (required != null && !request.header("authorization").orElse("").equals("Bearer " + required)) {
            return dialect.error(TwinError.of(TwinError.Kind.UNAUTHORIZED));
        }
        return request.path().endsWith("/chat/completions") ? chat(request) : embed(request);
    }

    /** The catalogue and the health checks want no token. */
    private Reply look(String path) {
        return switch (path) {
            case "/v1/models" -> catalogue.list(dialect);
            case "/info" -> catalogue.info();
            case "/health" ->
                dialect == HuggingFaceDialect.LLAMA_CPP ? Reply.json(200, "{\"status\":\"ok\"}") : Reply.empty(200);
            case "/", "/ping" -> Reply.empty(200);
            default ->
                path.startsWith("/v1/models/")
                        ? catalogue.one(path.substring("/v1/models/".length()))
                        : Reply.text(404, "Not Found");
        };
    }

    private Reply chat(RecordedRequest request) {
        ChatAsk ask = ChatAsk.parse(request);
        Reply refusal = ChatRules.refuse(ask, dialect, catalogue);
        if (refusal != null) {
            return refusal;
        }
        Function<RecordedRequest, TwinAnswer> other = talk;
        TwinAnswer answer = other != null ? other.apply(request) : HuggingFaceTalk.answer(ask, dialect, catalogue);
        return render(request, answer);
    }

    private Reply embed(RecordedRequest request) {
        String path = request.path();
        if (path.endsWith("/pipeline/feature-extraction")) {
            return embeddings.features(request);
        }
        if (path.equals("/embed")) {
            return embeddings.tei(request);
        }
        // The auto router has no embeddings at /v1; its pinned providers and dedicated endpoints do.
        boolean autoRouter = dialect.isRouter() && path.equals("/v1/embeddings");
        return path.endsWith("/embeddings") && !autoRouter ? embeddings.openAi(request) : Reply.text(404, "Not Found");
    }
}
