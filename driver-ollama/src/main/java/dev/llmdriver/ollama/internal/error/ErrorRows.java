package dev.llmdriver.ollama.internal.error;

import static dev.llmdriver.error.ErrorKind.AUTHENTICATION;
import static dev.llmdriver.error.ErrorKind.CANCELLED;
import static dev.llmdriver.error.ErrorKind.CONTEXT_LENGTH;
import static dev.llmdriver.error.ErrorKind.ENDPOINT_UNAVAILABLE;
import static dev.llmdriver.error.ErrorKind.INVALID_REQUEST;
import static dev.llmdriver.error.ErrorKind.MALFORMED_RESPONSE;
import static dev.llmdriver.error.ErrorKind.MODEL_LOADING;
import static dev.llmdriver.error.ErrorKind.MODEL_NOT_FOUND;
import static dev.llmdriver.error.ErrorKind.MODEL_RETIRED;
import static dev.llmdriver.error.ErrorKind.NOT_CHAT_MODEL;
import static dev.llmdriver.error.ErrorKind.OVERLOADED;
import static dev.llmdriver.error.ErrorKind.PERMISSION_DENIED;
import static dev.llmdriver.error.ErrorKind.QUOTA_EXHAUSTED;
import static dev.llmdriver.error.ErrorKind.RATE_LIMITED;
import static dev.llmdriver.error.ErrorKind.SERVER_ERROR;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorRow;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The classification table of the wire page's section 10 as data, in its order: the first row that matches decides. Status 0 is a line
 * of a stream, or an error in a 200; there releases up to v0.12.5 said everything that has a status of its own now (wire page 8), so
 * the rows for 400 to 503 that go by the text hold for lines too.
 */
public final class ErrorRows {
    /** The code of an answer whose {@code done_reason} says that a model was loaded or unloaded, and nothing else. */
    public static final String NO_ANSWER = "no_answer";

    private static final int LINE = 0;

    private ErrorRows() {}

    static List<ErrorRow> all() {
        return Stream.of(
                        whoAsks(),
                        whoPays(),
                        whichModel(),
                        whatIsAsked(),
                        whatIsRefused(),
                        howBusy(),
                        whatBroke(),
                        theRest())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ErrorRow> whoAsks() {
        return List.of(
                row("sign-in", AUTHENTICATION, "the daemon is not signed in to ollama.com")
                        .status(401, LINE)
                        .when(facts -> facts.body().contains("signin_url"))
                        .reason("sign_in")
                        .remedy("run 'ollama signin' where the daemon runs")
                        .build(),
                row("key", AUTHENTICATION, "Ollama refused the key")
                        .status(401)
                        .remedy("set OLLAMA_API_KEY to a key from https://ollama.com/settings/keys")
                        .build(),
                row("unauthorized-line", AUTHENTICATION, "Ollama's cloud does not know who asks")
                        .status(LINE)
                        .pattern("^unauthorized$")
                        .remedy("run 'ollama signin' where the daemon runs, or set OLLAMA_API_KEY for ollama.com")
                        .build(),
                row("subscription", QUOTA_EXHAUSTED, "the model is not part of the account's plan")
                        .status(403, LINE)
                        .text("requires a subscription", "upgrade for access")
                        .reason("subscription")
                        .remedy("upgrade at https://ollama.com/upgrade, or choose another model")
                        .build(),
                row("cloud-off", PERMISSION_DENIED, "the daemon may not use the cloud")
                        .status(403, LINE)
                        .text("ollama cloud is disabled")
                        .reason("cloud_disabled")
                        .remedy("unset OLLAMA_NO_CLOUD where the daemon runs, or choose a local model")
                        .build(),
                row("host-refused", PERMISSION_DENIED, "the daemon does not talk to this host name or origin")
                        .status(403)
                        .when(facts -> facts.body().isBlank())
                        .reason("host_header")
                        .remedy("ask it as localhost or by its IP address, or let it listen on all addresses")
                        .build(),
                row("forbidden", PERMISSION_DENIED, "Ollama does not permit this")
                        .status(403)
                        .remedy("check the key, and what is in front of the daemon")
                        .build());
    }

    private static List<ErrorRow> whoPays() {
        return List.of(
                row("credits", QUOTA_EXHAUSTED, "the account has to pay first")
                        .status(402)
                        .reason("credits")
                        .remedy("see https://ollama.com/settings")
                        .build(),
                row("usage-limit", QUOTA_EXHAUSTED, "the plan's usage limit is reached")
                        .status(429, LINE)
                        .text("usage limit")
                        .reason("usage_limit")
                        .remedy("wait for the reset, which may take hours, or upgrade")
                        .build(),
                row("rate", RATE_LIMITED, "too many requests")
                        .status(429)
                        .remedy("slow down, or wait as long as the answer says")
                        .build());
    }

    private static List<ErrorRow> whichModel() {
        return List.of(
                row("no-such-model", MODEL_NOT_FOUND, "Ollama does not have the model")
                        .status(404, LINE)
                        .pattern("model ['\"]?\\S+ not found")
                        .remedy("pull it with 'llm pull' or 'ollama pull'")
                        .build(),
                row("no-such-manifest", MODEL_NOT_FOUND, "the registry does not have the model")
                        .status(404, 500, LINE)
                        .text("pull model manifest: file does not exist")
                        .reason("registry")
                        .remedy("check the name at https://ollama.com/search")
                        .build(),
                row("not-ollama", MALFORMED_RESPONSE, "no Ollama answers at this address, or one that is too old")
                        .status(404, 405)
                        .when(facts -> !ErrorText.isJson(facts.body()))
                        .reason("not_ollama")
                        .advice(Advice.STOP)
                        .remedy("check base-url or OLLAMA_HOST: it has no /api and no /v1 at its end")
                        .build(),
                row("retired", MODEL_RETIRED, "the model is no longer served")
                        .status(410)
                        .remedy("choose its successor")
                        .build());
    }

    private static List<ErrorRow> whatIsAsked() {
        return List.of(
                row("not-chat", NOT_CHAT_MODEL, "the model cannot chat")
                        .status(400, 500, LINE)
                        .pattern("does not support (?:chat|generate|completion)\\b")
                        .remedy("choose a model that can; llm models tells")
                        .build(),
                row("capability", INVALID_REQUEST, "the model cannot do what is asked")
                        .status(400, LINE)
                        .text("does not support", "not currently supported", "cannot run this remote model")
                        .reason("capability")
                        .remedy("leave it out of the request, or choose a model that can; llm models tells")
                        .build(),
                row("context", CONTEXT_LENGTH, "the prompt is longer than the model's context window")
                        .status(400, 500, LINE)
                        .when(ErrorRows::saysContext)
                        .remedy("shorten it, or set options.num_ctx for a larger window")
                        .build(),
                row("model-name", INVALID_REQUEST, "this is no name of a model")
                        .status(400, LINE)
                        .text("invalid model name", "model is required", ":local or :cloud")
                        .reason("model_name")
                        .remedy("expected name, name:tag or host/name:tag")
                        .build());
    }

    private static List<ErrorRow> whatIsRefused() {
        return List.of(
                row("invalid", INVALID_REQUEST, "Ollama refused the request")
                        .status(400, 413, 422)
                        .remedy("correct the request")
                        .build(),
                row("invalid-500", INVALID_REQUEST, "Ollama cannot use the request")
                        .status(500, LINE)
                        .text(
                                "must be of type",
                                "invalid format:",
                                "image input is not supported",
                                "illegal base64",
                                "does not support images")
                        .remedy("correct the request")
                        .build(),
                row("not-embedding", INVALID_REQUEST, "the model makes no embeddings")
                        .status(501)
                        .text("does not support embeddings")
                        .when(facts -> path(facts).endsWith("/api/embed"))
                        .reason("capability")
                        .remedy("choose an embedding model, such as nomic-embed-text")
                        .build(),
                row("not-chat-501", NOT_CHAT_MODEL, "the model cannot chat")
                        .status(501)
                        .text("does not support embeddings", "does not support completions")
                        .remedy("choose a model that can; llm models tells")
                        .build());
    }

    private static boolean saysContext(ErrorFacts facts) {
        return facts.type().equals("exceed_context_size_error")
                || Stream.of(
                                "exceeds the available context size",
                                "context size has been exceeded",
                                "longer than the context length",
                                "exceeds the context length",
                                "maximum context length",
                                "context shift is disabled")
                        .anyMatch(facts.text()::contains);
    }

    private static List<ErrorRow> howBusy() {
        return List.of(
                row("busy", OVERLOADED, "Ollama is busy")
                        .status(503, LINE)
                        .text("server busy", "maximum pending requests", "overloaded")
                        .remedy("ask again later, or raise OLLAMA_MAX_QUEUE where the daemon runs")
                        .build(),
                row("slots", OVERLOADED, "Ollama has no free slot for the request")
                        .text("timed out waiting for a concurrent request slot", "no slots available")
                        .reason("slots")
                        .remedy("ask again later, or raise OLLAMA_NUM_PARALLEL where the daemon runs")
                        .build(),
                row("loading", MODEL_LOADING, "the model is being loaded")
                        .status(500, 503, LINE)
                        .pattern("(?<!error )loading model") // after "error" it is what broke, ollama/ollama#8597
                        .remedy("wait and ask again")
                        .build(),
                row("load-timeout", SERVER_ERROR, "the model could not be loaded in time")
                        .status(500, LINE)
                        .pattern("timed out waiting for llama(?:-server| runner) to start")
                        .reason("load_timeout")
                        .remedy("raise OLLAMA_LOAD_TIMEOUT where the daemon runs, or choose a smaller model")
                        .build());
    }

    private static List<ErrorRow> whatBroke() {
        return List.of(
                row("memory", ENDPOINT_UNAVAILABLE, "the machine has not enough memory for the model")
                        .status(500, LINE)
                        .text(
                                "requires more system memory",
                                "out of memory",
                                "out-of-memory",
                                "cudamalloc failed",
                                "failed to allocate",
                                "unable to allocate",
                                "unable to load full model")
                        .reason("memory")
                        .remedy("choose a smaller model or a smaller options.num_ctx, or unload other models")
                        .build(),
                row("runner", SERVER_ERROR, "the process that runs the model died")
                        .status(500, LINE)
                        .text(
                                "runner has unexpectedly stopped",
                                "process has terminated",
                                "an error was encountered while running the model")
                        .reason("runner")
                        .remedy("ask again; the daemon's log says why")
                        .build(),
                row("installation", ENDPOINT_UNAVAILABLE, "this Ollama cannot run the model")
                        .status(500, LINE)
                        .text("binary not found", "may be incompatible", "requires a newer version of ollama")
                        .reason("installation")
                        .remedy("update Ollama, or pull the model again")
                        .build(),
                row("tool-call", MALFORMED_RESPONSE, "the model wrote a tool call that Ollama cannot read")
                        .status(500, LINE)
                        .text("invalid tool call arguments", "error parsing tool call", "failed to parse")
                        .reason("tool_call")
                        .remedy("ask again, or choose another model")
                        .build());
    }

    private static List<ErrorRow> theRest() {
        return List.of(
                row("no-answer", MALFORMED_RESPONSE, "Ollama loaded or unloaded the model and answered nothing")
                        .code(NO_ANSWER)
                        .reason("no_answer")
                        .remedy("ask again")
                        .build(),
                row("cancelled", CANCELLED, "the request was cancelled")
                        .status(499)
                        .remedy("ask again")
                        .build(),
                row("timeout-408-504", SERVER_ERROR, "a gateway waited too long for Ollama")
                        .status(408, 504)
                        .reason("gateway_timeout")
                        .remedy("raise the gateway's time: Ollama sends nothing while it loads a model")
                        .build(),
                row("failed", SERVER_ERROR, "Ollama failed")
                        .when(line().or(facts -> facts.status() >= 500 && facts.status() <= 599))
                        .remedy("ask again; the daemon's log says why")
                        .build());
    }

    private static Predicate<ErrorFacts> line() {
        return facts -> facts.status() == LINE;
    }

    private static String path(ErrorFacts facts) {
        return facts.uri().map(uri -> String.valueOf(uri.getPath())).orElse("");
    }

    private static ErrorRow.Builder row(String id, ErrorKind kind, String summary) {
        return ErrorRow.builder(id, kind, summary);
    }
}
