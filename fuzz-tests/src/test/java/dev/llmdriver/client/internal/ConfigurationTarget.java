package dev.llmdriver.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Configuration: any keys and values are read, or refused with all their faults, in which no key stands. */
public final class ConfigurationTarget implements FuzzTarget {
    private static final String KEY = "kEy-0123456789";
    private static final ClassLoader NOTHING = new ClassLoader(null) {};

    private final LlmDrivers drivers = LlmDrivers.load();

    @Override
    public void feed(byte[] bytes) throws IOException {
        Input input = Input.of(bytes);
        Map<String, String> texts = new HashMap<>();
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(input.text()));
            properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        } catch (IllegalArgumentException noProperties) {
            return;
        }
        texts.put("llm.ollama.api-key", KEY);
        Environment environment = new Environment(
                texts,
                Map.of(),
                Map.of("HF_TOKEN", "hf_0123456789abcdef", "OLLAMA_HOST", "localhost"),
                Path.of("target/no-such-folder"),
                NOTHING,
                input.has(1) ? "dev" : null);
        try {
            Configuration configuration = new Configuration(environment, drivers, Map.of());
            assertThat(configuration.entries().toString()).doesNotContain(KEY);
            configuration.models().keySet().forEach(name -> configuration.targets(name, List.of()));
            configuration.standard().ifPresent(configuration::resolve);
        } catch (ConfigurationException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain(KEY);
        }
        assertThat(Configuration.modelNames(environment)).allMatch(name -> !name.isEmpty());
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(
                        0,
                        "llm.model=ollama:llama3.2\nllm.models.a.model=huggingface:org/name\nllm.models.a.fallback=b\nllm.models.b.model=gemini:x\nllm.models.b.retry.delays=1s,2s\nllm.models.b.defaults.temperature=0.2\nllm.models.a.limits.requests-per-day=30_000\n"),
                Input.raw(0, "llm.models.a.model=a\nllm.model=a\nllm.models.a.fallback=a,a\n"),
                Input.raw(1, "%dev.llm.model=ollama:${X:${Y:z}}\nllm.model=${llm.model}\n"),
                Input.raw(
                        0,
                        "llm.providers.p.driver=ollama\nllm.providers.p.base-url=http://h:1/p?key=kEy-0123456789\nllm.model=p:m\nllm.budget.amount=1e999999999\n"),
                Input.raw(
                        0,
                        "llm.retry.max-attempts=99999999999\nllm.timeouts.connect=-1s\nllm.limits.zone=X\nllm.modle=x\nllm.models..model=x\nllm.huggingface.endpoint=routr\n"),
                Input.raw(
                        0,
                        "llm.models.a.model=ollama:m\nllm.models.a.price.input=1e400\nllm.models.a.price.output=NaN\nllm.models.a.defaults.temperature=NaN\nllm.models.a.budget.per-day=1e-400\n"));
    }
}
