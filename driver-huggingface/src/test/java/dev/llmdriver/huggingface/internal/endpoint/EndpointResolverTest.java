package dev.llmdriver.huggingface.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.error.ConfigurationException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests go, wire page 1.1 to 1.3. */
class EndpointResolverTest {
    private static EndpointResolver resolver(String word) {
        return new EndpointResolver(word, Dialect.AUTO, Map.of("org/m", "theirs"));
    }

    private static Endpoint resolve(String word, String baseUrl) {
        return resolver(word).resolve(baseUrl == null || baseUrl.isEmpty() ? null : URI.create(baseUrl));
    }

    @ParameterizedTest
    @CsvSource({
        // endpoint, base URL, kind, chat address
        "auto,, ROUTER, https://router.huggingface.co/v1/chat/completions",
        "router,, ROUTER, https://router.huggingface.co/v1/chat/completions",
        "auto, https://router.huggingface.co, ROUTER, https://router.huggingface.co/v1/chat/completions",
        "auto, https://router.huggingface.co/v1/, ROUTER, https://router.huggingface.co/v1/chat/completions",
        "auto, https://router.huggingface.co/together/v1, PINNED, https://router.huggingface.co/together/v1/chat/completions",
        "auto, https://router.huggingface.co/hf-inference/models/a/b, HF_INFERENCE,"
                + " https://router.huggingface.co/hf-inference/models/org/m/v1/chat/completions",
        "hf-inference,, HF_INFERENCE, https://router.huggingface.co/hf-inference/models/org/m/v1/chat/completions",
        "serverless,, HF_INFERENCE, https://router.huggingface.co/hf-inference/models/org/m/v1/chat/completions",
        "cerebras,, PINNED, https://router.huggingface.co/cerebras/v1/chat/completions",
        "baseten,, PINNED, https://router.huggingface.co/baseten/v1/chat/completions",
        "featherless-ai,, PINNED, https://router.huggingface.co/featherless-ai/v1/chat/completions",
        "nscale,, PINNED, https://router.huggingface.co/nscale/v1/chat/completions",
        "ovhcloud,, PINNED, https://router.huggingface.co/ovhcloud/v1/chat/completions",
        "publicai,, PINNED, https://router.huggingface.co/publicai/v1/chat/completions",
        "scaleway,, PINNED, https://router.huggingface.co/scaleway/v1/chat/completions",
        "together,, PINNED, https://router.huggingface.co/together/v1/chat/completions",
        "groq,, PINNED, https://router.huggingface.co/groq/openai/v1/chat/completions",
        "fireworks-ai,, PINNED, https://router.huggingface.co/fireworks-ai/inference/v1/chat/completions",
        "cohere,, PINNED, https://router.huggingface.co/cohere/compatibility/v1/chat/completions",
        "novita,, PINNED, https://router.huggingface.co/novita/v3/openai/chat/completions",
        "deepinfra,, PINNED, https://router.huggingface.co/deepinfra/v1/openai/chat/completions",
        "zai-org,, PINNED, https://router.huggingface.co/zai-org/api/paas/v4/chat/completions",
        "tomorrows-provider,, PINNED, https://router.huggingface.co/tomorrows-provider/v1/chat/completions",
        "router, http://127.0.0.1:1234, ROUTER, http://127.0.0.1:1234/v1/chat/completions",
        "router, http://127.0.0.1:1234/v1, ROUTER, http://127.0.0.1:1234/v1/chat/completions",
        "groq, http://127.0.0.1:1234/v1, PINNED, http://127.0.0.1:1234/groq/openai/v1/chat/completions",
        "together, http://127.0.0.1:1234/together, PINNED, http://127.0.0.1:1234/together/v1/chat/completions",
        "hf-inference, http://127.0.0.1:1234, HF_INFERENCE, http://127.0.0.1:1234/hf-inference/models/org/m/v1/chat/completions",
        "auto, http://127.0.0.1:1234, DEDICATED, http://127.0.0.1:1234/v1/chat/completions",
        "auto, http://127.0.0.1:1234/v1, DEDICATED, http://127.0.0.1:1234/v1/chat/completions",
        "auto, http://127.0.0.1:1234/v1/chat/completions/, DEDICATED, http://127.0.0.1:1234/v1/chat/completions",
        "dedicated, https://x.aws.endpoints.huggingface.cloud/, DEDICATED,"
                + " https://x.aws.endpoints.huggingface.cloud/v1/chat/completions",
        "dedicated, https://own.example/api?key=1, DEDICATED, https://own.example/api/v1/chat/completions?key=1",
    })
    void chatAddress(String word, String baseUrl, EndpointKind kind, URI expected) {
        Endpoint endpoint = resolve(word, baseUrl);
        assertThat(endpoint.kind()).isEqualTo(kind);
        assertThat(endpoint.chat(new ModelName("org/m", "org/m"))).isEqualTo(expected);
    }

    @Test
    void serverless_meansHfInferenceAndSaysSo() {
        assertThat(resolve("serverless", null).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("hf-inference"));
        assertThat(resolve("hf-inference", null).warnings()).isEmpty();
    }

    @Test
    void zai_wantsHeadersOfItsOwn() {
        assertThat(resolve("zai-org", null).headers())
                .containsOnly(Map.entry("Accept-Language", "en-US,en"), Map.entry("x-source-channel", "hugging_face"));
    }

    @Test
    void customInputs_goToTheAddressItself() {
        EndpointResolver inputs = new EndpointResolver("dedicated", Dialect.CUSTOM_INPUTS, Map.of());
        assertThat(inputs.resolve(URI.create("https://own.example/")).chat(new ModelName("m", "m")))
                .isEqualTo(URI.create("https://own.example/"));
        EndpointResolver task = new EndpointResolver("hf-inference", Dialect.CUSTOM_INPUTS, Map.of());
        assertThat(task.resolve(null).chat(new ModelName("org/m", "org/m")))
                .isEqualTo(URI.create("https://router.huggingface.co/hf-inference/models/org/m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "router", "hf-inference", "dedicated", "together"})
    void theDeadHost_isRefusedWithTheNewOne(String word) {
        assertThatThrownBy(() -> resolve(word, "https://api-inference.huggingface.co/models/org/m"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("api-inference.huggingface.co was switched off")
                .hasMessageContaining("https://router.huggingface.co");
    }

    @ParameterizedTest
    @CsvSource({
        "dedicated,, needs the endpoint's own address",
        "dedicated, https://router.huggingface.co/v1, needs the endpoint's own address",
        "dedicatd,, did you mean 'dedicated'",
        "hf_inference,, did you mean 'hf-inference'",
        "Not A Name,, expected auto",
    })
    void misfits_sayWhatToDo(String word, String baseUrl, String message) {
        assertThatThrownBy(() -> resolve(word, baseUrl))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void dialect_isForMachinesOfOnesOwn() {
        assertThatThrownBy(() -> new EndpointResolver("auto", Dialect.TGI, Map.of()).resolve(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("dialect=tgi is for a dedicated endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"org/m:fastest", "org/m:cheapest", "org/m:preferred", "org/m:together"})
    void suffix_isForTheRouterAlone(String model) {
        assertThat(resolver("router").model(resolve("router", null), model).wire())
                .isEqualTo(model);
        assertThat(resolver("router").model(resolve("router", null), model).catalogueId())
                .isEqualTo("org/m");
        for (String word : new String[] {"together", "hf-inference"}) {
            assertThatThrownBy(() -> resolver(word).model(resolve(word, null), model))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("leave the suffix out, or use endpoint=router");
        }
    }

    @Test
    void dedicatedNames_mayHoldColons_butNoPolicy() {
        Endpoint own = resolve("dedicated", "https://own.example");
        assertThat(resolver("dedicated").model(own, "llama3.2:1b").wire()).isEqualTo("llama3.2:1b");
        assertThat(resolver("dedicated").model(own, "tgi").wire()).isEqualTo("tgi");
        assertThatThrownBy(() -> resolver("dedicated").model(own, "org/m:fastest"))
                .isInstanceOf(ConfigurationException.class);
        Endpoint guessed = resolve("auto", "http://127.0.0.1:1/v1");
        assertThat(resolver("auto").model(guessed, "org/m:fastest").wire()).isEqualTo("org/m:fastest");
    }

    @Test
    void pinnedProvider_getsItsOwnName() {
        Endpoint pinned = resolve("together", null);
        assertThat(resolver("together").model(pinned, "org/m").wire()).isEqualTo("theirs");
        assertThat(resolver("together").model(pinned, "org/n").wire()).isEqualTo("org/n");
        assertThat(resolver("router").model(resolve("router", null), "org/m").wire())
                .isEqualTo("org/m");
    }
}
