package dev.llmdriver.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.LlmDriver;
import java.util.Objects;
import java.util.Set;

/**
 * Lets models be injected. Binds {@link LlmClient}, {@link ChatModel} to the model of {@code llm.model}, and for each configured model
 * {@code @Named("its name") ChatModel} and {@code @Named("its name") EmbeddingModel}.
 *
 * <pre>{@code
 * try (LlmModule llm = new LlmModule()) {
 *     Injector injector = Guice.createInjector(llm, new AppModule()); // class App { @Inject App(@Named("fast") ChatModel model) … }
 *     injector.getInstance(App.class).run();
 * }
 * }</pre>
 *
 * <p>The configuration is read when the injector is made, and what is wrong with it, or a name that is not configured, fails that.
 * Providers are opened when a model of theirs is first injected.
 *
 * <p>Guice has no end of life for what it makes, so the client must be closed by somebody: by this module, as above;
 * {@link #closedAtShutdown at the JVM's end}; or by {@code injector.getInstance(LlmClient.class).close()}. It is the same.
 *
 * <p>An application adds drivers, instrumentations and decorators by {@link #drivers}, {@link #instrumentations} and
 * {@link #decorations} in its own modules. One module serves one injector. Thread-safe once installed.
 */
public final class LlmModule extends AbstractModule implements AutoCloseable {
    private final LlmClientBuilder settings;
    private final OwnedClient owned = new OwnedClient();

    /** Creates a module that reads what {@link LlmClient#load} reads. */
    public LlmModule() {
        this(LlmClient.builder());
    }

    /**
     * Creates a module of a client with these settings. If drivers are contributed, they are used beside those on the path.
     *
     * @param settings not to be touched afterwards
     */
    public LlmModule(LlmClientBuilder settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Closes the client when the JVM ends in an orderly way, unless it was closed before. What is taken out of a JVM that goes on closes
     * this module, or the JVM keeps the client for that moment.
     *
     * @return this module
     */
    public LlmModule closedAtShutdown() {
        owned.closeAtShutdown();
        return this;
    }

    /** {@return where to bind drivers that are not on the path, or need something injected} */
    public static Multibinder<LlmDriver> drivers(Binder binder) {
        return Multibinder.newSetBinder(binder, LlmDriver.class);
    }

    /** {@return where to bind what watches all calls} */
    public static Multibinder<Instrumentation> instrumentations(Binder binder) {
        return Multibinder.newSetBinder(binder, Instrumentation.class);
    }

    /** {@return where to bind decorators of all chat models} */
    public static Multibinder<Decoration> decorations(Binder binder) {
        return Multibinder.newSetBinder(binder, Decoration.class);
    }

    @Override
    protected void configure() {
        drivers(binder());
        instrumentations(binder());
        decorations(binder());
        Provider<Set<LlmDriver>> drivers = getProvider(Contributions.DRIVERS);
        Provider<Set<Instrumentation>> instrumentations = getProvider(Contributions.INSTRUMENTATIONS);
        Provider<Set<Decoration>> decorations = getProvider(Contributions.DECORATIONS);
        bind(LlmClient.class)
                .toProvider(() ->
                        owned.open(() -> new Contributions(drivers.get(), instrumentations.get(), decorations.get())
                                .addTo(settings)
                                .build()))
                .asEagerSingleton();
        bind(Models.class).toProvider(models(getProvider(LlmClient.class))).in(Scopes.SINGLETON);
        bindModels(getProvider(Models.class));
    }

    private static Provider<Models> models(Provider<LlmClient> client) {
        return () -> new Models(client.get());
    }

    private void bindModels(Provider<Models> models) {
        bind(ChatModel.class).toProvider(() -> models.get().standard());
        for (String name : settings.modelNames()) {
            bind(ChatModel.class)
                    .annotatedWith(Names.named(name))
                    .toProvider(() -> models.get().chat(name));
            bind(EmbeddingModel.class)
                    .annotatedWith(Names.named(name))
                    .toProvider(() -> models.get().embedding(name));
        }
    }

    /** Closes the client, and with it all providers and calls under way; no other is made. Idempotent; returns within 5 s. */
    @Override
    public void close() {
        owned.close();
    }
}
