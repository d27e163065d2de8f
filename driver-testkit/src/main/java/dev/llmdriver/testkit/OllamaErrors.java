package dev.llmdriver.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The errors that Ollama and its cloud really send, in their words. There is no code and no type, only a text. See
 * {@link OllamaDialect#failing} for one inside a stream.
 */
public final class OllamaErrors {
    private static final String REF = " (ref: 00000000-0000-4000-8000-000000000001)";

    private OllamaErrors() {}

    /** {@return any error} */
    public static Reply error(int status, String text) {
        return json(status, object().put("error", text));
    }

    // 400

    /** {@return 400 for an empty body} */
    public static Reply missingBody() {
        return error(400, "missing request body");
    }

    /** {@return 400 for a value of the wrong type, as in {@code string}, {@code ChatRequest.model}, {@code string}} */
    public static Reply wrongType(String given, String field, String wanted) {
        return error(400, "json: cannot unmarshal " + given + " into Go struct field " + field + " of type " + wanted);
    }

    /** {@return 400 for an image with a {@code data:} prefix or otherwise no base64} */
    public static Reply illegalBase64(int at) {
        return error(400, "illegal base64 data at input byte " + at);
    }

    /** {@return 400 for a duration that is only digits, as {@code keep_alive} must not be} */
    public static Reply missingUnit(String duration) {
        return error(400, "time: missing unit in duration \"" + duration + "\"");
    }

    /** {@return 400 for a level of thinking that there is not} */
    public static Reply invalidThink(String value) {
        return error(
                400,
                "invalid think value: \"" + value
                        + "\" (must be \"high\", \"medium\", \"low\", \"max\", true, or false)");
    }

    /** {@return 400 for a request that names no model} */
    public static Reply modelRequired() {
        return error(400, "model is required");
    }

    /** {@return 400 for a name that is none} */
    public static Reply invalidModelName() {
        return error(400, "invalid model name");
    }

    /** {@return 400 for a name that wants both places} */
    public static Reply localAndCloud(String model) {
        return error(400, "use either :local or :cloud, not both: \"" + model + "\"");
    }

    /** {@return 400 for an embedding model that was asked to chat} */
    public static Reply notChatModel(String model) {
        return error(400, "\"" + model + "\" does not support chat");
    }

    /** {@return 400 for tools sent to a model that takes none: its full name, without quotes} */
    public static Reply noTools(String model) {
        String tagged = model.contains(":") ? model : model + ":latest";
        return error(400, "registry.ollama.ai/library/" + tagged + " does not support tools");
    }

    /** {@return 400 for {@code think} at a model that does not} */
    public static Reply noThinking(String model) {
        return error(400, "\"" + model + "\" does not support thinking");
    }

    /** {@return 400 for a number of logprobs out of range} */
    public static Reply topLogprobs() {
        return error(400, "top_logprobs must be between 0 and 20");
    }

    /** {@return 400 for a single message that does not fit: the child's own JSON, as a text inside ours} */
    public static Reply contextLength(int prompt, int window) {
        ObjectNode inner = object();
        inner.putObject("error")
                .put("code", 400)
                .put(
                        "message",
                        "request (" + prompt + " tokens) exceeds the available context size (" + window
                                + " tokens), try increasing it")
                .put("type", "exceed_context_size_error")
                .put("n_prompt_tokens", prompt)
                .put("n_ctx", window);
        return error(400, inner.toString());
    }

    /** {@return 400 for a prompt that does not fit where the context is not shifted} */
    public static Reply promptTooLong() {
        return error(
                400,
                "the prompt is longer than the context length currently available to the model; shorten the prompt or "
                        + "raise num_ctx");
    }

    /** {@return 400 for a text to embed that does not fit; versions up to 0.24 say it of chats too} */
    public static Reply inputTooLong() {
        return error(400, "the input length exceeds the context length");
    }

    /** {@return the cloud's 400 for an image} */
    public static Reply cloudNoImages() {
        return error(400, "this model does not support image input" + REF);
    }

    // 401 to 429

    /** {@return the cloud's 401} */
    public static Reply unauthorized() {
        return error(401, "unauthorized");
    }

    /** {@return the daemon's 401 when it is not signed in to the cloud} */
    public static Reply signInNeeded() {
        return json(
                401,
                object().put("error", "unauthorized")
                        .put("signin_url", "https://ollama.com/connect?name=twin&key=dHdpbg"));
    }

    /** {@return 402, which the cloud has not been seen to send} */
    public static Reply paymentRequired() {
        return error(402, "payment required" + REF);
    }

    /** {@return the cloud's 403 for a model of a higher plan} */
    public static Reply subscriptionNeeded() {
        return error(403, "this model requires a subscription, upgrade for access: https://ollama.com/upgrade" + REF);
    }

    /** {@return 403 from a daemon that may not use the cloud} */
    public static Reply cloudDisabled() {
        return error(403, "ollama cloud is disabled: remote model is unavailable");
    }

    /** {@return 403 without a body, for a strange {@code Host} or any {@code Origin} not allowed} */
    public static Reply forbidden() {
        return Reply.empty(403);
    }

    /** {@return 404 for a model that is not installed, in single quotes} */
    public static Reply modelNotFound(String model) {
        return error(404, "model '" + model + "' not found");
    }

    /** {@return the same of the older versions, and of the cloud, in double quotes} */
    public static Reply modelNotFoundTryPulling(String model) {
        return error(404, "model \"" + model + "\" not found, try pulling it first");
    }

    /** {@return 404 for a path that is none: another service, or an old version} */
    public static Reply noSuchPath() {
        return Reply.text(404, "404 page not found").with(reply -> reply.contentType("text/plain"));
    }

    /** {@return 405 for the wrong method} */
    public static Reply wrongMethod() {
        return Reply.text(405, "405 method not allowed").with(reply -> reply.contentType("text/plain"));
    }

    /** {@return the cloud's 410 for a model that was retired} */
    public static Reply retired(String model) {
        return error(410, "model \"" + model + "\" has been retired" + REF);
    }

    /** {@return the cloud's 429 for a limit ({@code session}, {@code weekly}) that lasts for hours, without a hint when} */
    public static Reply usageLimit(String period) {
        return error(
                429,
                "you (twin) have reached your " + period
                        + " usage limit, upgrade for higher limits: https://ollama.com/upgrade" + REF);
    }

    /** {@return another 429, which has not been seen; with hints if you like} */
    public static Reply rateLimited(RetryHint... hints) {
        return error(429, "too many requests").with(reply -> reply.hint(hints));
    }

    /** {@return 499 when the client left while a model was loaded} */
    public static Reply cancelled() {
        return error(499, "request canceled");
    }

    // 500 and above

    /** {@return 500, although the caller is to blame, for an option of the wrong type} */
    public static Reply optionType(String option, String wanted) {
        return error(500, "option \"" + option + "\" must be of type " + wanted);
    }

    /** {@return 500, although the caller is to blame, for a format that is none} */
    public static Reply invalidFormat(String format) {
        return error(500, "invalid format: " + format + "; expected \"json\" or a valid JSON Schema object");
    }

    /** {@return 500, although the caller is to blame, for an image at a model that sees none; the child's JSON as a text} */
    public static Reply noImages() {
        ObjectNode inner = object();
        inner.putObject("error")
                .put("code", 500)
                .put(
                        "message",
                        "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj")
                .put("type", "server_error");
        return error(500, inner.toString());
    }

    /** {@return 500 when the context was used up while generating; a Go map printed as a text} */
    public static Reply contextUsedUp() {
        return error(
                500,
                "llama-server chat error: map[code:500 message:Context size has been exceeded. type:server_error]");
    }

    /** {@return 500 of versions up to 0.24 for a model too large for the machine} */
    public static Reply outOfMemory() {
        return error(500, "model requires more system memory (5.3 GiB) than is available (3.5 GiB)");
    }

    /** {@return 500 for a load that crashed for want of memory} */
    public static Reply loadCrashed() {
        return error(500, "llama-server process has terminated: cudaMalloc failed: out of memory");
    }

    /** {@return 500 for a load that made no progress for five minutes} */
    public static Reply loadTimedOut() {
        return error(500, "timed out waiting for llama-server to start - progress 0.00 - ");
    }

    /** {@return 500 for a model file that this version cannot read} */
    public static Reply incompatible(String model) {
        return error(
                500,
                "unable to load model: " + model
                        + ": this model may be incompatible with your version of Ollama. If you "
                        + "previously pulled this model, try updating it by running `ollama pull " + model + "`");
    }

    /** {@return 500 for a broken installation} */
    public static Reply runnerMissing() {
        return error(500, "llama-server binary not found (checked: /usr/lib/ollama)");
    }

    /** {@return 500 when the child died} */
    public static Reply runnerStopped() {
        return error(
                500,
                "model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check "
                        + "ollama server logs for details");
    }

    /** {@return 500 while the child is not ready} */
    public static Reply loading() {
        return error(500, "unexpected server status: llm server loading model");
    }

    /** {@return 500 while the child is busy} */
    public static Reply noSlot() {
        return error(500, "no slots available after 10 retries");
    }

    /** {@return 500 for a call that the model wrote wrongly} */
    public static Reply brokenToolCall(String function) {
        return error(
                500,
                "llama-server returned invalid tool call arguments for \"" + function
                        + "\": unexpected end of JSON input");
    }

    /** {@return the cloud's 500} */
    public static Reply cloudInternal() {
        return error(500, "Internal Server Error" + REF);
    }

    /** {@return 501 for a chat model that was asked to embed} */
    public static Reply noEmbeddings() {
        return error(501, "This server does not support embeddings. Start it with `--embeddings`");
    }

    /** {@return 502 when the daemon cannot reach the cloud} */
    public static Reply cloudUnreachable() {
        return error(502, "dial tcp: lookup ollama.com: no such host");
    }

    /** {@return 503 when the queue is full; the two blanks are theirs} */
    public static Reply busy() {
        return error(503, "server busy, please try again.  maximum pending requests exceeded");
    }

    /** {@return the cloud's 503} */
    public static Reply cloudOverloaded() {
        return error(503, "Server overloaded, please retry shortly" + REF);
    }

    /** {@return the cloud's words for too many requests at a time; the status is not known} */
    public static Reply slotTimeout() {
        return error(503, "timed out waiting for a concurrent request slot" + REF);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Reply json(int status, ObjectNode body) {
        return Reply.json(status, body.toString()).with(reply -> reply.contentType("application/json; charset=utf-8"));
    }
}
