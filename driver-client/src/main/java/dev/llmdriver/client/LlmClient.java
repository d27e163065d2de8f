package dev.llmdriver.client;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.client.conversation.Conversation;
import dev.llmdriver.client.internal.Additions;
import dev.llmdriver.client.internal.Configuration;
import dev.llmdriver.client.internal.Providers;
import dev.llmdriver.client.output.Output;
import dev.llmdriver.client.output.TypedOutput;
import dev.llmdriver.error.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application's way to its models: reads the configuration once, opens providers when they are first needed, and bounds and
 * retries every call. Thread-safe; make one and keep it. Changing the provider is changing {@code llm.model}.
 *
 * <pre>{@code
 * try (LlmClient client = LlmClient.load()) {
 *     System.out.println(client.model().generate("Why is the sky blue?").text());
 * }
 * }</pre>
 */
public final class LlmClient implements AutoCloseable {
    private static final String DEMO = "demo";
    private static final String DEMO_MODEL = "demo:assistant";

    private final LlmDrivers drivers;
    private final Configuration configuration;
    private final ResolvedConfig config;
    private final Providers providers;

    LlmClient(LlmDrivers drivers, Configuration configuration, Additions additions) {
        this.drivers = drivers;
        this.configuration = configuration;
        this.config = new ResolvedConfig(
                configuration.entries(),
                configuration.notices(),
                configuration.models(),
                configuration.fallbacks(),
                configuration.driversOfProviders());
        additions.tell(configuration.prices());
        this.providers = new Providers(drivers, configuration, additions);
    }

    /**
     * Reads system properties, the environment, and {@code llm.properties} and {@code application.properties} in the working folder
     * and on the class path; finds the drivers on the path. Opens nothing.
     *
     * @return a client
     * @throws ConfigurationException with every fault of the configuration
     */
    public static LlmClient load() {
        return builder().build();
    }

    /** {@return a builder of a client that reads what {@link #load} reads} */
    public static LlmClientBuilder builder() {
        return new LlmClientBuilder();
    }

    /**
     * Returns the model of {@code llm.model}, or the demo's if nothing is configured and the demo driver is there.
     *
     * @return the model
     * @throws ConfigurationException if nothing is configured and there is no demo driver
     */
    public ChatModel model() {
        return model(modelText());
    }

    /**
     * Returns a chat model.
     *
     * @param refOrName {@code provider:model}, or a configured name
     * @return the model
     * @throws ConfigurationException if there is no such provider or name, saying what may have been meant
     */
    public ChatModel model(String refOrName) {
        return providers.chatModel(refOrName, List.of());
    }

    /**
     * Returns a chat model with others that stand in for it, instead of those that are configured. Each of them runs with what is
     * configured for it: its own tries, limits, keys and defaults. The deadline, the cap of attempts and the capabilities that the
     * model shows are those of the first.
     *
     * @param refOrName {@code provider:model}, or a configured name
     * @param fallback who is asked next, in order, as references or names; none: who is configured
     * @return the model
     * @throws ConfigurationException if there is no such provider or name, or the list names the model itself or one twice
     */
    public ChatModel model(String refOrName, String... fallback) {
        return providers.chatModel(refOrName, List.of(fallback));
    }

    /**
     * Asks {@link #model()} one question, and waits for the answer.
     *
     * @param prompt what the user says
     * @return the answer's text
     * @throws dev.llmdriver.error.LlmException if there is no answer
     */
    public String ask(String prompt) {
        return model().generate(prompt).text();
    }

    /**
     * Asks {@link #model()} for a value of a Java type, and waits for the verdict. {@link TypedOutput} has more ways to ask.
     *
     * @param request what to ask
     * @param type a record, an enum, a number, …; its schema is made from it
     * @param <T> the type
     * @return the verdict
     * @throws dev.llmdriver.error.LlmException if there is no answer
     */
    public <T> Output<T> generate(ChatRequest request, Class<T> type) {
        return TypedOutput.of(model(), type).generate(request);
    }

    /** {@return a builder of a conversation with {@link #model()}} */
    public Conversation.Builder conversation() {
        return Conversation.over(model());
    }

    /**
     * Finds out who is asked, in order, without opening anything: the model and those that stand in for it, each followed by those
     * of its own list.
     *
     * @param refOrName {@code provider:model}, or a configured name
     * @param fallback who is asked next; none: who is configured
     * @return references and names, the model's first
     * @throws ConfigurationException as {@link #model(String, String...)}
     */
    public List<String> targets(String refOrName, String... fallback) {
        return configuration.targets(refOrName, List.of(fallback));
    }

    /**
     * Returns an embedding model.
     *
     * @param refOrName {@code provider:model}, or a configured name
     * @return the model
     * @throws ConfigurationException if there is no such provider or name
     * @throws dev.llmdriver.error.UnsupportedException if the provider has no embeddings
     */
    public EmbeddingModel embeddingModel(String refOrName) {
        return providers.embeddingModel(refOrName);
    }

    /**
     * Returns a provider, opened if it was not yet. It is closed with this client; its own models are neither bounded nor retried.
     *
     * @param name a driver's id, or the name of a second instance
     * @return the provider
     * @throws ConfigurationException if there is none, or with every fault of its options
     */
    public LlmProvider provider(String name) {
        return providers.provider(name);
    }

    /**
     * Finds out which model a text means, without opening anything.
     *
     * @param refOrName {@code provider:model}, or a configured name
     * @return the model
     * @throws ConfigurationException if there is no such provider or name
     */
    public ModelRef resolve(String refOrName) {
        return configuration.resolve(refOrName);
    }

    /**
     * Finds out what is configured of a model's price, without asking anybody; {@link ChatModel#describe} tells what the provider says.
     *
     * @param model who would be asked
     * @return what its tokens cost; empty if nothing is configured
     */
    public Optional<Price> price(ModelRef model) {
        return configuration.prices().of(model);
    }

    /** {@return what {@code llm.model} says, a reference or a configured name; not masked, as it is in {@link #config}} */
    public Optional<String> modelName() {
        return configuration.standard();
    }

    /** {@return whether {@link #model()} is the demo's because nothing is configured} */
    public boolean isDemoFallback() {
        return configuration.standard().isEmpty() && drivers.find(DEMO).isPresent();
    }

    /** {@return the drivers on the path} */
    public LlmDrivers drivers() {
        return drivers;
    }

    /** {@return what was configured, and where} */
    public ResolvedConfig config() {
        return config;
    }

    /**
     * Returns what is set under {@code llm.server.}, for the module that serves others. Passwords and secrets are among it, and not
     * masked as in {@link #config}: never show it.
     *
     * @return the values by their keys without {@code llm.server.}, such as {@code port}
     */
    public Map<String, String> serverSettings() {
        return configuration.server();
    }

    /** {@return whether calls that name a caller ({@link dev.llmdriver.CallOptions#caller()}) are limited by {@code llm.callers.}} */
    public boolean limitsCallers() {
        return configuration.callers().limitAny();
    }

    private String modelText() {
        if (isDemoFallback()) {
            return DEMO_MODEL;
        }
        return configuration
                .standard()
                .orElseThrow(
                        () -> ConfigurationException.of(
                                "no model is configured; set llm.model in llm.properties, as the environment variable LLM_MODEL"
                                        + " or as a system property, to provider:model, such as huggingface:openai/gpt-oss-20b"));
    }

    /**
     * Closes every provider, and with it all calls under way, those that wait for a limit, for a model to be loaded or for their next
     * try among them: they fail as {@code cancelled}, reason {@code closed}, and so does asking this client for a model from then on.
     * Idempotent; returns within 5 s.
     */
    @Override
    public void close() {
        providers.close();
    }

    @Override
    public String toString() {
        return "LlmClient[" + configuration.standard().orElse(isDemoFallback() ? DEMO_MODEL : "no model") + "]";
    }
}
