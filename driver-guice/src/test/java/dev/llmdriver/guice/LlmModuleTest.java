package dev.llmdriver.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.name.Named;
import com.google.inject.name.Names;
import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.Instrumentation;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmModuleTest {
    @TempDir
    Path empty;

    private final EchoDriver.Counts counts = new EchoDriver.Counts();
    private LlmModule module;

    private LlmModule module(String... keysAndValues) {
        LlmClientBuilder settings =
                LlmClient.builder().workingFolder(empty).environment(Map.of()).systemProperties(Map.of());
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.property(keysAndValues[i], keysAndValues[i + 1]);
        }
        module = new LlmModule(settings);
        return module;
    }

    private LlmModule configured() {
        return module(
                "llm.model", "echo:large",
                "llm.models.fast.model", "echo:small",
                "llm.models.thorough.model", "echo:huge");
    }

    @AfterEach
    void close() {
        if (module != null) {
            module.close();
        }
    }

    /** Brings the driver, which needs something injected. */
    private final class Echoes extends AbstractModule {
        @Override
        protected void configure() {
            bind(EchoDriver.Counts.class).toInstance(counts);
            bind(String.class).toInstance("hello");
            LlmModule.drivers(binder()).addBinding().to(EchoDriver.class);
        }
    }

    static final class App {
        final ChatModel standard;
        final ChatModel fast;
        final ChatModel thorough;

        @Inject
        App(ChatModel standard, @Named("fast") ChatModel fast, @jakarta.inject.Named("thorough") ChatModel thorough) {
            this.standard = standard;
            this.fast = fast;
            this.thorough = thorough;
        }
    }

    static final class Misspelt {
        final ChatModel model;

        @Inject
        Misspelt(@Named("fsat") ChatModel model) {
            this.model = model;
        }
    }

    /** Their names fall into the same place of a table of sixteen. */
    @Test
    void aDecoratorMayAskForAnotherModelWhileOneIsMade() {
        List<ChatModel> judges = new ArrayList<>();
        AbstractModule judged = new AbstractModule() {
            @Override
            protected void configure() {
                Provider<ChatModel> judge = getProvider(Key.get(ChatModel.class, Names.named("q")));
                LlmModule.decorations(binder()).addBinding().toInstance(new Decoration(Slot.CALL_METRICS, engine -> {
                    if (engine.ref().model().equals("small")) {
                        judges.add(judge.get());
                    }
                    return engine;
                }));
            }
        };
        Injector injector = Guice.createInjector(
                module("llm.models.a.model", "echo:small", "llm.models.q.model", "echo:judge"), new Echoes(), judged);
        ChatModel model = injector.getInstance(Key.get(ChatModel.class, Names.named("a")));
        assertThat(model.generate("Hello").text()).isEqualTo("hello from small");
        assertThat(judges).containsExactly(injector.getInstance(Key.get(ChatModel.class, Names.named("q"))));
    }

    @Test
    void modelsAreInjectedByName() {
        App app = Guice.createInjector(configured(), new Echoes()).getInstance(App.class);
        assertThat(app.standard.generate("Hello").text()).isEqualTo("hello from large");
        assertThat(app.fast.generate("Hello").text()).isEqualTo("hello from small");
        assertThat(app.thorough.generate("Hello").text()).isEqualTo("hello from huge");
    }

    @Test
    void aModelIsMadeOnce() {
        Injector injector = Guice.createInjector(configured(), new Echoes());
        assertThat(injector.getInstance(App.class).fast).isSameAs(injector.getInstance(App.class).fast);
        assertThat(injector.getInstance(LlmClient.class)).isSameAs(injector.getInstance(LlmClient.class));
    }

    @Test
    void theOrderOfModulesDoesNotMatter() {
        App app = Guice.createInjector(new Echoes(), configured()).getInstance(App.class);
        assertThat(app.fast.generate("Hello").text()).isEqualTo("hello from small");
    }

    @Test
    void nothingIsOpenedBeforeItIsInjectedNotEvenInProduction() {
        Injector injector = Guice.createInjector(Stage.PRODUCTION, configured(), new Echoes());
        assertThat(counts.opened).hasValue(0);
        injector.getInstance(App.class);
        assertThat(counts.opened).hasValue(1);
    }

    @Test
    void aNameThatIsNotConfiguredFailsTheInjectorAndNamesThoseThatAre() {
        Module wrong = binder -> binder.bind(Misspelt.class);
        assertThatThrownBy(() -> Guice.createInjector(configured(), new Echoes(), wrong))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("fsat")
                .hasMessageContaining("\"fast\"")
                .hasMessageContaining("\"thorough\"");
    }

    @Test
    void aFaultyConfigurationFailsTheInjectorWithAllItsFaults() {
        LlmModule faulty = module("llm.model", "echo:large", "llm.deadlin", "3s", "llm.models.fast.model", "ech:small");
        assertThatThrownBy(() -> Guice.createInjector(faulty, new Echoes()))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("llm.deadlin")
                .hasMessageContaining("ech:small");
    }

    @Test
    void embeddingModelsAreBoundToo() {
        Injector injector = Guice.createInjector(configured(), new Echoes());
        assertThatThrownBy(() -> injector.getInstance(Key.get(EmbeddingModel.class, Names.named("fast"))))
                .isInstanceOf(ProvisionException.class)
                .hasCauseInstanceOf(UnsupportedException.class);
    }

    @Test
    void closingTheModuleClosesTheClientOnce() {
        Injector injector = Guice.createInjector(configured(), new Echoes());
        injector.getInstance(App.class);
        module.close();
        module.close();
        assertThat(counts.closed).hasValue(1);
        assertThatThrownBy(() -> injector.getInstance(LlmClient.class).model("echo:other"))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void theClosingThreadClosesTheClient() throws Exception {
        OwnedClient owned = new OwnedClient();
        LlmClient client = LlmClient.builder()
                .workingFolder(empty)
                .environment(Map.of())
                .systemProperties(Map.of())
                .drivers(LlmDrivers.of(new EchoDriver(counts, "hello")))
                .build();
        owned.open(() -> client).model("echo:large");
        Thread closer = owned.closeAtShutdown();
        closer.start();
        closer.join();
        assertThat(counts.closed).hasValue(1);
        assertThatThrownBy(() -> owned.open(() -> client)).hasMessageContaining("closed");
    }

    @Test
    void aClosedModuleMakesNoClient() {
        LlmModule early = configured();
        early.close();
        assertThatThrownBy(() -> Guice.createInjector(early, new Echoes()))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("make a new one");
    }

    @Test
    void oneModuleServesOneInjector() {
        LlmModule shared = configured();
        Guice.createInjector(shared, new Echoes());
        assertThatThrownBy(() -> Guice.createInjector(shared, new Echoes()))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("give each injector its own");
    }

    @Test
    void contributionsOfSeveralModulesAllCount() {
        List<String> heard = new ArrayList<>();
        Module first = binder -> {
            LlmModule.instrumentations(binder).addBinding().toInstance(listening("first", heard));
            LlmModule.decorations(binder).addBinding().toInstance(new Decoration(Slot.CALL_METRICS, next -> {
                heard.add("decorated");
                return next;
            }));
        };
        Module second =
                binder -> LlmModule.instrumentations(binder).addBinding().toInstance(listening("second", heard));
        Injector injector = Guice.createInjector(first, configured(), new Echoes(), second);
        injector.getInstance(Key.get(ChatModel.class, Names.named("fast")));
        assertThat(heard).containsExactlyInAnyOrder("first", "second", "decorated");
    }

    private static Instrumentation listening(String name, List<String> heard) {
        return new Instrumentation() {
            @Override
            public ChatEngine call(ChatEngine next) {
                heard.add(name);
                return next;
            }
        };
    }
}
