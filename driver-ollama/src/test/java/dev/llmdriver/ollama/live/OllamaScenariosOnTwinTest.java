package dev.llmdriver.ollama.live;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.LiveBudget;
import dev.llmdriver.testkit.OllamaTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.TwinAnswer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The code of the live tests, proved without a key. */
class OllamaScenariosOnTwinTest extends OllamaScenarios {
    private static final String KEY = "a-key-for-the-twin";
    private static final String MODEL = "twin";

    private final OllamaTwin twin =
            OllamaTwin.start().requireKey(KEY).pace(Duration.ofMillis(10)).answers(OllamaScenariosOnTwinTest::talk);

    private static TwinAnswer talk(RecordedRequest request) {
        String said = request.body();
        if (said.contains("Count from")) {
            return TwinAnswer.of("one more, ".repeat(2_000));
        }
        boolean asks = said.contains("Oslo") && !said.contains("celsius");
        TwinAnswer answer =
                asks ? TwinAnswer.calling("get_weather", "{\"city\":\"Oslo\"}") : TwinAnswer.of("Hello, it rains.");
        return answer.toBuilder().usage(12, 4).build();
    }

    @Override
    protected DriverOptions.Builder options() {
        return DriverOptions.builder("ollama")
                .set("base-url", twin.baseUri().toString())
                .set("api-key", KEY);
    }

    @Override
    protected String chatModel(LlmProvider provider) {
        return MODEL;
    }

    @Override
    protected LiveBudget budget() {
        return LiveBudget.of(10, 100_000);
    }

    @AfterEach
    void close() {
        twin.close();
    }
}
