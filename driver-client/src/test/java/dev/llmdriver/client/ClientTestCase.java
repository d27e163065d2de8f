package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Surroundings that hold nothing but what a test puts there. */
abstract class ClientTestCase {
    final FakeDriver fake = new FakeDriver("fake");
    final FakeDriver other = new FakeDriver("other");
    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> systemProperties = new HashMap<>();

    @TempDir
    Path folder;

    @TempDir
    Path classPath;

    /** Writes llm.properties. */
    void file(String... lines) {
        named("llm.properties", lines);
    }

    void named(String name, String... lines) {
        write(folder.resolve(name), lines);
    }

    void resource(String name, String... lines) {
        write(classPath.resolve(name), lines);
    }

    private static void write(Path path, String... lines) {
        try {
            Files.write(path, List.of(lines));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    LlmClientBuilder builder() {
        try {
            URL[] urls = {classPath.toUri().toURL()};
            return LlmClient.builder()
                    .drivers(LlmDrivers.of(fake, other))
                    .environment(environment)
                    .systemProperties(systemProperties)
                    .workingFolder(folder)
                    .classLoader(new URLClassLoader(urls, null));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    LlmClient client() {
        return builder().build();
    }

    ConfigurationException error() {
        return catchThrowableOfType(ConfigurationException.class, this::client);
    }

    String value(String key) {
        return client().config().find(key).orElseThrow().value();
    }

    String origin(String key) {
        return client().config().find(key).orElseThrow().origin();
    }
}
