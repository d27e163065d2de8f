package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.WireTwin;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Plays exchanges over a socket to the driver, which is found and opened as by an application. One thread. */
final class Player implements AutoCloseable {
    private static final String MODEL = "org/name";

    private final WireTwin twin = WireTwin.start();
    private final LlmDrivers drivers = LlmDrivers.load();
    private final Map<String, LlmProvider> providers = new HashMap<>();

    /** {@return what became of the exchange, if everything said of it agrees} */
    Outcome play(Exchange exchange, Cut cut, Reading reading) {
        twin.enqueue(cut.reply(exchange));
        int before = twin.requests().size();
        Outcome outcome = ask(exchange, reading);
        assertThat(twin.requests()).as("requests at the socket").hasSize(before + 1);
        twin.assertScriptUsed();
        return outcome;
    }

    private Outcome ask(Exchange exchange, Reading reading) {
        try {
            ChatModel model = provider(exchange).chatModel(MODEL);
            ChatRequest request = ChatRequest.of("Hello");
            ChatResponse response = exchange.stream() ? reading.read(model.stream(request)) : model.generate(request);
            assertThat(response.attempts()).as("attempts").hasSize(1);
            return Observed.of(response, exchange.expected());
        } catch (LlmException | CompletionException failure) {
            LlmException error = LlmException.of(failure);
            assertThat(error.attempts()).as("attempts of " + error).hasSize(1);
            return Observed.of(error);
        }
    }

    private LlmProvider provider(Exchange exchange) {
        String dialect = exchange.inputs() ? "custom-inputs" : "auto";
        return providers.computeIfAbsent(
                exchange.endpoint() + " " + dialect, key -> open(exchange.endpoint(), dialect));
    }

    private LlmProvider open(String endpoint, String dialect) {
        DriverOptions.Builder options = DriverOptions.builder("huggingface")
                .set("api-key", "hf_replay")
                .set("base-url", twin.baseUri().toString())
                .set("endpoint", endpoint)
                .set("provider-model." + MODEL, "their/name");
        return drivers.open((endpoint.equals("dedicated") ? options.set("dialect", dialect) : options).build());
    }

    @Override
    public void close() {
        providers.values().forEach(LlmProvider::close);
        twin.close();
    }
}
