package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import dev.llmdriver.spi.SharedResources;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlmDriversTest {
    private static final int THIS_VERSION = LlmDriver.SPEC_VERSION;

    private final List<DriverOptions> connected = new ArrayList<>();

    @Test
    void driversAreFoundByTheirId() {
        LlmDrivers drivers = LlmDrivers.of(driver("zeta", THIS_VERSION), driver("alpha", THIS_VERSION));

        assertThat(drivers.ids()).containsExactly("alpha", "zeta");
        assertThat(drivers.find("alpha")).isPresent();
        assertThat(drivers.find("beta")).isEmpty();
        assertThat(drivers.get("zeta").id()).isEqualTo("zeta");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LlmDrivers.of(
                        driver("fake", THIS_VERSION), driver("fake", THIS_VERSION), driver("old", THIS_VERSION - 1)))
                .satisfies(thrown -> assertThat(thrown.faults()).hasSize(2))
                .withMessageContaining("two drivers call themselves 'fake': " + FakeDriver.class.getName())
                .withMessageContaining("'old' was written for version 0 of the contract, this library has version 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Fake", "a:b", "a b", "1st"})
    void anIdMustFitIntoAReference(String id) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LlmDrivers.of(driver(id, THIS_VERSION)))
                .withMessageContaining("lower-case letters, digits and dashes");
    }

    @Test
    void aKnownDriverThatIsAbsentNamesItsDependency() {
        assertMissing(
                LlmDrivers.of(),
                "ollama",
                "no driver 'ollama': there is no driver on the path; add the dependency dev.llmdriver:driver-ollama");
        assertMissing(
                LlmDrivers.of(driver("fake", THIS_VERSION)),
                "ollama",
                "no driver 'ollama': on the path are fake; add the dependency dev.llmdriver:driver-ollama");
    }

    @Test
    void aMisspeltDriverIsProposed() {
        LlmDrivers drivers = LlmDrivers.of(driver("fake", THIS_VERSION));
        assertMissing(drivers, "fkae", "no driver 'fkae': on the path are fake; did you mean 'fake'?");
        assertMissing(
                drivers,
                "olama",
                "no driver 'olama': on the path are fake; did you mean 'ollama'? It needs the dependency"
                        + " dev.llmdriver:driver-ollama");
    }

    @Test
    void anUnheardOfDriverMustBeAdded() {
        assertMissing(
                LlmDrivers.of(),
                "frobnicator",
                "no driver 'frobnicator': there is no driver on the path; add the module of that driver as a dependency");
    }

    private static void assertMissing(LlmDrivers drivers, String id, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> drivers.get(id))
                .withMessage(message);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> drivers.open(DriverOptions.builder(id).build()))
                .withMessage(message);
    }

    @Test
    void providersOpenedTogetherShare() {
        LlmDrivers drivers = LlmDrivers.of(driver("fake", THIS_VERSION));
        drivers.open(DriverOptions.builder("fake").build()).close();
        drivers.open("fake", DriverOptions.builder("second").build()).close();

        assertThat(connected).extracting(DriverOptions::providerName).containsExactly("fake", "second");
        SharedResources first = connected.get(0).shared();
        assertThat(connected.get(1).shared()).isSameAs(first);
        LlmDrivers.of(driver("fake", THIS_VERSION))
                .open(DriverOptions.builder("fake").build())
                .close();
        assertThat(connected.get(2).shared()).isNotSameAs(first);
    }

    @Test
    void aDriverThatCannotBeLoadedIsAConfigurationError(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(LlmDriver.class.getName()), "no.such.Driver\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> LlmDrivers.load(loader))
                    .withMessageContaining("no.such.Driver")
                    .withMessageContaining("version fits");
        }
    }

    @Test
    void driversAreFoundOnThePath(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(LlmDriver.class.getName()), PathDriver.class.getName());
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            assertThat(LlmDrivers.load(loader).ids()).containsExactly("path");
        }
        assertThat(LlmDrivers.load().ids()).isEmpty();
    }

    private LlmDriver driver(String id, int version) {
        return new FakeDriver(id, version, connected);
    }

    private record FakeDriver(String id, int specVersion, List<DriverOptions> connected) implements LlmDriver {
        @Override
        public Set<Option<?>> options() {
            return Set.of();
        }

        @Override
        public LlmProvider connect(DriverOptions options) {
            connected.add(options);
            return new FakeProvider(options.providerName());
        }
    }

    /** Found by the service loader. */
    public static final class PathDriver implements LlmDriver {
        @Override
        public String id() {
            return "path";
        }

        @Override
        public Set<Option<?>> options() {
            return Set.of();
        }

        @Override
        public LlmProvider connect(DriverOptions options) {
            return new FakeProvider(options.providerName());
        }
    }

    private record FakeProvider(String name) implements LlmProvider {
        @Override
        public ChatModel chatModel(String model) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EmbeddingModel embeddingModel(String model) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<List<ModelInfo>> models() {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Health> health() {
            return CompletableFuture.completedFuture(new Health(Health.Status.UP, "", ""));
        }

        @Override
        public void close() {}
    }
}
