package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.GeminiReplies;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinModel;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the Gemini twin does by itself: finds out what is asked and who answers. Thread-safe. */
public final class GeminiService {
    private static final String SIGNATURE = "dHdpbiBzaWduYXR1cmU=";

    private final GeminiModels models = new GeminiModels();
    private volatile Duration pace = Duration.ZERO;
    private volatile @Nullable String key;
    private volatile @Nullable Function<RecordedRequest, TwinAnswer> talk;

    /** Changes the pace of streams. */
    public void pace(Duration betweenEvents) {
        pace = betweenEvents;
    }

    /** Demands a key. */
    public void requireKey(String required) {
        key = required;
    }

    /** Adds models. */
    public void serve(TwinModel... more) {
        models.add(more);
    }

    /** Changes who answers. */
    public void answers(Function<RecordedRequest, TwinAnswer> other) {
        talk = other;
    }

    /** {@return the answer as the request wants it, or a refusal if no model would take the request} */
    public Reply render(RecordedRequest request, TwinAnswer answer) {
        GeminiTarget target = GeminiTarget.of(request);
        if (target == null) {
            return GeminiErrors.noSuchPath();
        }
        Reply refusal = GeminiRules.refuse(Json.parseOrMissing(request.body()));
        return refusal == null ? spell(target, answer) : target.shaped(refusal);
    }

    /** {@return the error as the request gets it} */
    public Reply error(RecordedRequest request, TwinError error) {
        GeminiTarget target = GeminiTarget.of(request);
        Reply reply = GeminiReplies.error(error);
        return target == null ? reply : target.shaped(reply);
    }

    /** {@return what the service answers by itself} */
    public Reply answer(RecordedRequest request) {
        GeminiTarget target = GeminiTarget.of(request);
        boolean known = request.method().equals("GET") || request.method().equals("POST");
        if (target == null
                || !known
                || request.method().equals("GET") != target.method().isEmpty()) {
            return GeminiErrors.noSuchPath();
        }
        Reply refusal = refuseKey(request, target);
        if (refusal != null) {
            return target.shaped(refusal);
        }
        if (target.method().isEmpty()) {
            return target.model().isEmpty()
                    ? models.page(target.parameter("pageSize"), target.parameter("pageToken"))
                    : models.one(target.model());
        }
        return dispatch(request, target);
    }

    private @Nullable Reply refuseKey(RecordedRequest request, GeminiTarget target) {
        String header = request.header("x-goog-api-key").orElse("");
        boolean bearer = request.header("authorization").isPresent();
        boolean inQuery = !target.parameter("key").isEmpty();
        if ((header.isEmpty() ? 0 : 1) + (bearer ? 1 : 0) + (inQuery ? 1 : 0) > 1) {
            return GeminiErrors.multipleCredentials();
        }
        String required = key;
        if (required == null || required.equals(header)) {
            return null;
        }
        if (bearer) {
            return GeminiErrors.wrongTokenType();
        }
        return header.isEmpty() ? GeminiErrors.noKey() : GeminiErrors.invalidKey();
    }

    private Reply dispatch(RecordedRequest request, GeminiTarget target) {
        TwinModel model = models.find(target.model());
        boolean embeds = model != null && model.kind() == TwinModel.Kind.EMBEDDING;
        JsonNode body = Json.parseOrMissing(request.body());
        return switch (target.method()) {
            case "generateContent", "streamGenerateContent" ->
                model == null || embeds
                        ? target.shaped(notFound(target, "generateContent"))
                        : chat(request, target, model, body);
            case "countTokens" -> model == null ? notFound(target, "countTokens") : count(body);
            case "embedContent" -> embeds ? GeminiEmbeddings.one(body) : notFound(target, "embedContent");
            case "batchEmbedContents" ->
                embeds ? GeminiEmbeddings.batch(body, "models/" + target.model()) : notFound(target, "embedContent");
            default -> GeminiErrors.noSuchPath();
        };
    }

    private static Reply notFound(GeminiTarget target, String method) {
        return GeminiErrors.notFound("models/" + target.model(), method);
    }

    private Reply chat(RecordedRequest request, GeminiTarget target, TwinModel model, JsonNode body) {
        Reply refusal = GeminiRules.refuse(body);
        refusal = refusal == null ? GeminiRules.refuseBy(model, body) : refusal;
        int tokens = GeminiAsk.tokens(body);
        if (refusal == null && tokens > GeminiModels.inputLimit(model)) {
            refusal = GeminiErrors.contextLength(tokens, GeminiModels.inputLimit(model));
        }
        if (refusal != null) {
            return target.shaped(refusal);
        }
        Function<RecordedRequest, TwinAnswer> other = talk;
        return spell(target, other == null ? talk(body, model) : other.apply(request));
    }

    private static TwinAnswer talk(JsonNode body, TwinModel model) {
        TwinAnswer.Builder answer = ChatTalk.answer(new GeminiAsk(body).asked(model))
                .model(model.id())
                .id("twin-response-1");
        return model.kind() == TwinModel.Kind.REASONING
                ? answer.signature(SIGNATURE).build()
                : answer.build();
    }

    private Reply spell(GeminiTarget target, TwinAnswer answer) {
        if (!target.streams()) {
            return GeminiReplies.unary(answer);
        }
        Duration between = pace;
        Reply stream = target.wantsEvents() ? GeminiReplies.stream(answer) : GeminiReplies.array(answer);
        return stream.with(reply -> reply.pace(between));
    }

    /** Bare contents are counted without what surrounds them; the wrapped form counts all. */
    private static Reply count(JsonNode body) {
        GeminiFault unknown = GeminiFields.fault("Count", body);
        if (unknown != null) {
            return unknown.reply();
        }
        if (body.has("contents") == body.has("generateContentRequest")) {
            return GeminiErrors.invalidArgument();
        }
        int tokens = GeminiAsk.tokens(body.has("contents") ? body : body.path("generateContentRequest"));
        ObjectNode answer = Json.object().put("totalTokens", tokens);
        GeminiWire.details(answer, "promptTokensDetails", tokens);
        return GeminiWire.json(answer);
    }
}
