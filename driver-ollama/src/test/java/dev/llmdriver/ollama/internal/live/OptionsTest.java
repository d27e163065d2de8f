package dev.llmdriver.ollama.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.ollama.OllamaDriver;
import dev.llmdriver.ollama.OllamaOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Option;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be configured, and what is said of slips. */
class OptionsTest {
    private static final OllamaDriver DRIVER = new OllamaDriver();

    @Test
    void theDriversOwnOptions_replaceTheCommonOnes() {
        assertThat(DRIVER.options())
                .filteredOn(option -> List.of("base-url", "api-key", "deadline", "idle-timeout", "first-token-timeout")
                        .contains(option.name()))
                .containsExactlyInAnyOrder(
                        OllamaOptions.BASE_URL,
                        OllamaOptions.API_KEY,
                        OllamaOptions.DEADLINE,
                        OllamaOptions.IDLE_TIMEOUT,
                        OllamaOptions.FIRST_TOKEN_TIMEOUT)
                .allSatisfy(option -> assertThat(option)
                        .isSameAs(OllamaOptions.all().stream()
                                .filter(option::equals)
                                .findFirst()
                                .orElseThrow()));
        assertThat(OllamaOptions.BASE_URL.environment()).containsExactly("OLLAMA_HOST");
        assertThat(OllamaOptions.CLOUD_API_KEY.environment()).containsExactly("OLLAMA_API_KEY");
        assertThat(DRIVER.options().stream().filter(Option::isSecret).map(Option::name))
                .contains("api-key", "cloud-api-key");
    }

    @Test
    void everythingConfigured_isSent() {
        String explained = explain(
                "options.num_ctx", "8192",
                "options.temperature", "0.5",
                "options.use_mmap", "false",
                "options.stop", "[\"a\",\"b\"]",
                "keep-alive", "1h30m",
                "think", "HIGH",
                "truncate", "false",
                "shift", "true");
        assertThat(explained)
                .contains("\"num_ctx\":8192")
                .contains("\"temperature\":0.5")
                .contains("\"use_mmap\":false")
                .contains("\"stop\":[\"a\",\"b\"]")
                .contains("\"keep_alive\":\"1h30m\"")
                .contains("\"think\":\"high\"")
                .contains("\"truncate\":false")
                .contains("\"shift\":true");
        assertThat(explain("keep-alive", "-1", "options.stop", "a,b"))
                .contains("\"keep_alive\":-1")
                .contains("\"stop\":[\"a,b\"]");
    }

    private static String explain(String... options) {
        try (LlmProvider provider = Providers.open(URI.create("http://127.0.0.1"), options)) {
            return provider.chatModel("m")
                    .explain(ChatRequest.of("Hi"), Mode.GENERATE)
                    .body();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "options.num_ctx | big | expected a whole number, but got 'big'",
                "options.num_ctx | 1.5 | expected a whole number",
                "options.top_p | x | expected a number",
                "options.use_mmap | maybe | expected true or false",
                "options.stop | [1] | expected a list of texts",
                "options.num_ctxt | 8192 | did you mean 'num_ctx'?",
                "options.mirostat | 1 | an option of older releases",
                "options.zzz | 1 | known are draft_num_predict, frequency_penalty",
                "keep-alive | forever | expected seconds, or a time such as 5m",
                "think | very | expected true, false, high, low, max, medium",
                "truncate | no way | expected true or false",
                "base-url | ftp://x | expected an address such as",
                "keepalive | 5m | did you mean 'keep-alive'?",
                "deadline | soon | expected a time"
            })
    void slips_areToldAtOnce(String name, String value, String told) {
        DriverOptions options = DriverOptions.builder("home")
                .set(name, value)
                .set("pool-sise", "3")
                .build();
        assertThatThrownBy(() -> DRIVER.connect(options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(told)
                .hasMessageContaining("pool-size");
    }

    @Test
    void whatIsSetByCode_isCheckedToo() {
        assertThatThrownBy(() -> DRIVER.connect(DriverOptions.builder("ollama")
                        .set(OllamaOptions.THINK, "very")
                        .set(OllamaOptions.KEEP_ALIVE, "forever")
                        .set(OllamaOptions.BASE_URL, URI.create("http://u:pa55word@h"))
                        .build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("think")
                .hasMessageContaining("keep-alive")
                .hasMessageContaining("base-url")
                .hasMessageNotContaining("pa55word");
    }

    @Test
    void aBaseUrlThatNobodyCanConnectTo_isMadeConnectable() {
        DriverOptions options =
                DriverOptions.builder("ollama").set("base-url", "0.0.0.0").build();
        try (LlmProvider provider = DRIVER.connect(options)) {
            assertThat(provider.chatModel("m")
                            .explain(ChatRequest.of("Hi"), Mode.STREAM)
                            .url())
                    .isEqualTo("http://127.0.0.1:11434/api/chat");
            assertThat(provider).hasToString("OllamaProvider[ollama, 127.0.0.1:11434]");
        }
    }
}
