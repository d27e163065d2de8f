package dev.llmdriver.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.demo.DemoDriver;
import dev.llmdriver.gemini.GeminiDriver;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.ollama.OllamaDriver;
import dev.llmdriver.server.LlmServer;
import dev.llmdriver.testkit.GeminiTwin;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.OllamaTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server over a twin, and a browser that shows its page. */
final class Stage implements AutoCloseable {
    static final double PATIENCE_MILLIS = 60_000;
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final int WIDE = 1200;
    static final int PHONE = 360;

    /** The first, for without one the test is skipped, and nothing may be left behind. */
    private final com.microsoft.playwright.Browser browser = Browser.get();

    final HuggingFaceTwin twin =
            HuggingFaceTwin.start().serve(TwinModel.chat("org/chat")).serve(TwinModel.chat("org/other"));
    private final GeminiTwin gemini = GeminiTwin.start()
            .serve(TwinModel.chat("gemini-2.5-flash"))
            .answers(request -> TwinAnswer.of("I am Gemini's twin."));
    private final OllamaTwin ollama = OllamaTwin.start()
            .serve(TwinModel.chat("llama3.2"))
            .answers(request -> TwinAnswer.of("I am Ollama's twin."));
    final List<String> complaints = new ArrayList<>();
    final Page page;
    private final LlmClient client;
    private final LlmServer server;
    private final BrowserContext context;

    private Stage(int width, int height, ColorScheme scheme, Map<String, String> more) throws Exception {
        LlmClientBuilder builder = LlmClient.builder()
                .drivers(LlmDrivers.of(
                        new HuggingFaceDriver(), new GeminiDriver(), new OllamaDriver(), new DemoDriver()))
                .environment(Map.of())
                .systemProperties(Map.of())
                .workingFolder(Path.of("target", "no-configuration"))
                .property("llm.huggingface.base-url", twin.v1().toString())
                .property("llm.huggingface.api-key", "hf_secretOfTheServer")
                .property("llm.huggingface.connect-timeout", "60s")
                .property("llm.gemini.base-url", gemini.baseUri().toString())
                .property("llm.gemini.api-key", "AIzaSecretOfTheServer")
                .property("llm.ollama.base-url", ollama.baseUri().toString())
                .property("llm.models.fast.model", "huggingface:org/chat")
                .property("llm.models.fast.retry.max-attempts", "1")
                .property("llm.models.fast.price.input-per-million", "1")
                .property("llm.models.fast.price.output-per-million", "2")
                .property("llm.models.safe.model", "huggingface:org/other")
                .property("llm.models.safe.retry.max-attempts", "1")
                .property("llm.models.safe.fallback", "fast")
                .property("llm.model", "fast");
        more.forEach(builder::property);
        client = builder.build();
        server = LlmServer.builder(client).port(0).build();
        server.start().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(message -> complain(message.type(), message.text()));
        page.onPageError(complaints::add);
        page.navigate(address());
        page.locator(more.isEmpty() ? "#chosen:text('fast')" : "#who[open]").waitFor();
    }

    private void complain(String type, String text) {
        if (type.equals("error") || type.equals("warning")) {
            complaints.add(text);
        }
    }

    static Stage open() throws Exception {
        return new Stage(WIDE, 800, ColorScheme.LIGHT, Map.of());
    }

    static Stage phone() throws Exception {
        return new Stage(PHONE, 720, ColorScheme.DARK, Map.of());
    }

    /** {@return a page on a screen that is low, too} */
    static Stage smallPhone(ColorScheme scheme) throws Exception {
        return new Stage(375, 667, scheme, Map.of());
    }

    /** {@return a server that wants tokens} */
    static Stage guarded() throws Exception {
        return new Stage(WIDE, 800, ColorScheme.DARK, Tokens.SETTINGS);
    }

    String address() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    /** Lets the next answer be this. */
    void answers(String text) {
        twin.enqueue(TwinAnswer.builder().text(text).usage(12, 34).build());
    }

    void answers(Reply... replies) {
        twin.enqueue(replies);
    }

    void ask(String question) {
        page.getByLabel("Your question").fill(question);
        button("Send").click();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Tells "Model" from "Model:". */
    static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    void choose(String provider, String model) {
        page.locator("#choose").click();
        page.getByLabel("Provider").selectOption(new SelectOption().setLabel(provider));
        page.getByLabel("Model", exactly()).fill(model);
        button("Done").click();
    }

    /** {@return the last question that the twin was asked; it is asked for lists, too} */
    RecordedRequest lastChat() {
        return twin.requests().stream()
                .filter(request -> request.path().endsWith("/chat/completions"))
                .reduce((one, later) -> later)
                .orElseThrow();
    }

    /** {@return the words of the last answer} */
    Locator body() {
        return answer().locator(".body");
    }

    /** {@return the last answer} */
    Locator answer() {
        return page.locator(".answer").last();
    }

    @Override
    public void close() {
        context.close();
        server.close();
        client.close();
        twin.close();
        gemini.close();
        ollama.close();
    }
}
