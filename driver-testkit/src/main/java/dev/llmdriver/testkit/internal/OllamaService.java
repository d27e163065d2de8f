package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.OllamaDialect;
import dev.llmdriver.testkit.OllamaErrors;
import dev.llmdriver.testkit.OllamaPull;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinModel;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the Ollama twin does by itself: finds out what is asked and who answers. Thread-safe. */
public final class OllamaService {
    private static final String VERSION = "0.33.0";

    private final OllamaModels models = new OllamaModels();
    private final Models offered = new Models();
    private volatile OllamaDialect dialect = OllamaDialect.PARSER;
    private volatile Duration pace = Duration.ZERO;
    private volatile Duration loading = Duration.ZERO;
    private volatile @Nullable String key;
    private volatile @Nullable Function<RecordedRequest, TwinAnswer> talk;

    /** Changes how answers are spelt. */
    public void dialect(OllamaDialect spoken) {
        dialect = spoken;
    }

    /** Changes the pace of streams. */
    public void pace(Duration betweenLines) {
        pace = betweenLines;
    }

    /** Changes how long a model takes to load. */
    public void loading(Duration time) {
        loading = time;
    }

    /** Demands a key. */
    public void requireKey(String required) {
        key = required;
    }

    /** Installs models. */
    public void serve(TwinModel... more) {
        models.add(more);
    }

    /** Lets models be pulled. */
    public void offer(TwinModel... more) {
        for (TwinModel model : more) {
            offered.add(new TwinModel(OllamaNames.full(model.id()), model.kind(), model.providers()));
        }
    }

    /** Changes who answers. */
    public void answers(Function<RecordedRequest, TwinAnswer> other) {
        talk = other;
    }

    /** {@return the answer as the request wants it, or a refusal if no model would take the request} */
    public Reply render(RecordedRequest request, TwinAnswer answer) {
        JsonNode body = Json.parseOrMissing(request.body());
        Reply refusal = OllamaRules.refuseTypes(body, request.body());
        refusal = refusal == null ? OllamaRules.refuseValues(body) : refusal;
        return refusal == null ? spell(request, body, answer) : refusal;
    }

    /** {@return the error as the request gets it} */
    public Reply error(RecordedRequest request, TwinError error) {
        boolean streams = Json.parseOrMissing(request.body()).path("stream").asBoolean(true);
        return streams ? dialect.errorInStream(error) : dialect.error(error);
    }

    /** {@return what the service answers by itself} */
    public Reply answer(RecordedRequest request) {
        Reply refusal = OllamaGate.refuse(request);
        if (refusal != null) {
            return refusal;
        }
        String required = key;
        boolean keyed = request.header("authorization").orElse("").equals("Bearer " + required);
        if (required != null && !keyed && request.method().equals("POST")) {
            return OllamaErrors.unauthorized();
        }
        return switch (request.path()) {
            case "/" -> text(request, "text/plain; charset=utf-8", "Ollama is running");
            case "/api/version" -> text(request, OllamaWire.JSON_TYPE, "{\"version\":\"" + VERSION + "\"}");
            case "/api/tags" -> models.tags();
            case "/api/ps" -> models.ps();
            default -> act(request, Json.parseOrMissing(request.body()));
        };
    }

    /** Tells a HEAD the length alone. */
    private static Reply text(RecordedRequest request, String type, String text) {
        return request.method().equals("HEAD")
                ? Reply.builder().contentType(type).contentLength(text.length()).build()
                : Reply.builder().contentType(type).write(text).build();
    }

    private Reply act(RecordedRequest request, JsonNode body) {
        Reply refusal = OllamaRules.refuseTypes(body, request.body());
        String name = body.path("model").asText(body.path("name").asText());
        if (refusal != null) {
            return refusal;
        }
        if (request.path().equals("/api/pull")) {
            return pull(name, body.path("stream").asBoolean(true));
        }
        if (name.isEmpty() && !request.path().equals("/api/generate")) {
            return OllamaErrors.modelRequired();
        }
        if (OllamaNames.isLocalAndCloud(name)) {
            return OllamaErrors.localAndCloud(name);
        }
        TwinModel model = models.find(name);
        if (model == null) {
            return request.path().startsWith("/api/embed")
                    ? OllamaErrors.modelNotFoundTryPulling(name)
                    : OllamaErrors.modelNotFound(name);
        }
        return switch (request.path()) {
            case "/api/show" -> models.show(model);
            case "/api/delete" -> delete(name);
            case "/api/embed", "/api/embeddings" -> embed(request, model, name, body);
            case "/api/generate" -> generate(request, model, name, body);
            default -> chat(request, model, name, body);
        };
    }

    private Reply generate(RecordedRequest request, TwinModel model, String name, JsonNode body) {
        Reply refusal = OllamaGenerate.refuse(model, name, body);
        return refusal == null ? chat(request, model, name, OllamaGenerate.asChat(body)) : refusal;
    }

    private Reply delete(String name) {
        models.remove(name);
        return Reply.empty(200);
    }

    private Reply pull(String name, boolean streams) {
        TwinModel offer = name.isEmpty() ? null : offered.find(OllamaNames.full(name));
        if (name.isEmpty()) {
            return OllamaErrors.modelRequired();
        }
        if (offer != null) {
            models.add(offer);
        }
        OllamaPull pull = offer != null || models.find(name) != null
                ? OllamaPull.whole()
                : OllamaPull.begin().failure("pull model manifest: file does not exist");
        Duration between = pace;
        return streams ? pull.stream().with(reply -> reply.pace(between)) : pull.last();
    }

    private static Reply embed(RecordedRequest request, TwinModel model, String name, JsonNode body) {
        if (model.kind() != TwinModel.Kind.EMBEDDING) {
            return OllamaErrors.noEmbeddings();
        }
        return request.path().equals("/api/embed")
                ? OllamaEmbeddings.embed(model, name, body)
                : OllamaEmbeddings.old(body);
    }

    private Reply chat(RecordedRequest request, TwinModel model, String name, JsonNode body) {
        Reply refusal = OllamaRules.refuseBy(model, name, body);
        refusal = refusal == null ? OllamaRules.refuseValues(body) : refusal;
        if (refusal != null) {
            return refusal;
        }
        if (body.path("messages").isEmpty()) {
            return loadOrUnload(request, name, body);
        }
        OllamaAsk ask = new OllamaAsk(body);
        if (ask.tokens() > ask.window()) {
            return dialect == OllamaDialect.OLD
                    ? OllamaErrors.inputTooLong()
                    : OllamaErrors.contextLength(ask.tokens(), ask.window());
        }
        boolean cold = models.load(name, ask.window());
        if (body.path("keep_alive").asText("5m").matches("-?0+[a-z]*")) {
            models.unload(name);
        }
        Function<RecordedRequest, TwinAnswer> other = talk;
        TwinAnswer answer =
                other == null ? ChatTalk.answer(ask.asked(model)).model(name).build() : other.apply(request);
        return late(cold, spell(request, body, answer));
    }

    private Reply loadOrUnload(RecordedRequest request, String name, JsonNode body) {
        boolean unloads = body.path("keep_alive").asText("").equals("0");
        boolean cold = false;
        if (unloads) {
            models.unload(name);
        } else {
            cold = models.load(name, new OllamaAsk(body).window());
        }
        ObjectNode answer = Json.object().put("model", name).put("created_at", OllamaTime.of(1_760_000_000L, 0));
        if (request.path().equals("/api/generate")) {
            answer.put("response", "");
        } else {
            answer.putObject("message").put("role", "assistant").put("content", "");
        }
        return late(cold, OllamaWire.json(answer.put("done", true).put("done_reason", unloads ? "unload" : "load")));
    }

    /** While a model loads, nothing is sent, not even a status. */
    private Reply late(boolean cold, Reply reply) {
        Duration time = loading;
        return cold && !time.isZero() ? reply.with(r -> r.delayHead(time)) : reply;
    }

    private Reply spell(RecordedRequest request, JsonNode body, TwinAnswer answer) {
        OllamaWire wire =
                request.path().equals("/api/generate") ? OllamaWire.generate(dialect) : OllamaWire.chat(dialect);
        return body.path("stream").asBoolean(true)
                ? wire.stream(answer).pace(pace).build()
                : wire.unary(answer);
    }
}
