package dev.llmdriver.huggingface;

import dev.llmdriver.Secret;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingsRoute;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.response.ThinkMode;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.Option;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the driver {@code huggingface} can be told, beside {@link HttpOptions}. Explained at length in {@code docs/huggingface.md}. */
public final class HuggingFaceOptions {
    /** The token, {@code hf_…}; by default from {@code HF_TOKEN}, {@code HUGGINGFACE_API_KEY} or {@code HUGGING_FACE_HUB_TOKEN}. */
    public static final Option<Secret> API_KEY =
            CommonOptions.API_KEY.withEnvironment("HF_TOKEN", "HUGGINGFACE_API_KEY", "HUGGING_FACE_HUB_TOKEN");

    /** Which kind of endpoint: {@code auto}, {@code router}, {@code hf-inference}, {@code dedicated}, or a provider's name. */
    public static final Option<String> ENDPOINT = Option.string(
                    "endpoint",
                    "auto, router, hf-inference, dedicated, or the name of a provider such as together; default auto: the"
                            + " router, or a dedicated endpoint if base-url names another host")
            .withDefault("auto");

    /** The provider's own name of a model, for {@code endpoint=<provider>}: {@code provider-model.org/name=theirs}. */
    public static final Option<String> PROVIDER_MODEL = Option.prefix(
                    "provider-model",
                    "the pinned provider's own name of the model org/name: provider-model.org/name=theirs")
            .notSecret();

    /** Who pays: an organisation's name, sent as {@code X-HF-Bill-To}. */
    public static final Option<String> BILL_TO =
            Option.string("bill-to", "the organisation that pays, sent as X-HF-Bill-To");

    /** How long a dedicated endpoint may hold a request while it scales up from zero, sent as {@code X-Scale-Up-Timeout}. */
    public static final Option<Duration> SCALE_UP_TIMEOUT = Option.duration(
            "scale-up-timeout", "how long a dedicated endpoint may hold a request while it scales up, at least 1s");

    /** The engine behind a dedicated endpoint, which decides what a request may hold. */
    public static final Option<String> DIALECT = Option.of(
                    "dialect",
                    String.class,
                    text -> Dialect.parse(text).optionName(),
                    "the engine of a dedicated endpoint: auto, tgi, vllm, sglang, llamacpp, custom-inputs; default auto")
            .withDefault("auto");

    /** How reasoning that stands in the text is told from the answer. */
    public static final Option<String> THINK = Option.of(
                    "think",
                    String.class,
                    text -> ThinkMode.parse(text).optionName(),
                    "how reasoning inside the text is found: tags, open (the answer begins inside it), off; default tags")
            .withDefault("tags");

    /** Where a dedicated endpoint is asked for vectors. */
    public static final Option<String> EMBEDDINGS = Option.of(
                    "embeddings",
                    String.class,
                    text -> EmbeddingsRoute.parse(text).optionName(),
                    "where a dedicated endpoint is asked for vectors: auto, openai (/v1/embeddings), tei (/embed)")
            .withDefault("auto");

    private HuggingFaceOptions() {}

    /** {@return all that the driver understands} */
    public static Set<Option<?>> all() {
        Set<Option<?>> all = new LinkedHashSet<>(
                Set.of(API_KEY, ENDPOINT, PROVIDER_MODEL, BILL_TO, SCALE_UP_TIMEOUT, DIALECT, THINK, EMBEDDINGS));
        all.addAll(HttpOptions.all()); // options are equal by name: the key with its variables stays
        return all;
    }
}
