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
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

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
            assertThat(response.requestId()).as("request id").isEqualTo(requestId(exchange));
            assertThat(response.servedBy()).as("served by").isEqualTo(header(exchange, "x-inference-provider"));
            return Observed.of(response, exchange.expected());
        } catch (LlmException | CompletionException failure) {
            LlmException error = LlmException.of(failure);
            assertThat(error.attempts()).as("attempts of " + error).hasSize(1);
            assertThat(error.requestId()).as("request id").isEqualTo(requestId(exchange));
            return Observed.of(error);
        }
    }

    private static Optional<String> requestId(Exchange exchange) {
        return Stream.of("x-request-id", "x-amzn-trace-id", "x-amz-cf-id")
                .flatMap(name -> header(exchange, name).stream())
                .findFirst();
    }

    private static Optional<String> header(Exchange exchange, String name) {
        return Optional.ofNullable(exchange.headers().get(name));
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
