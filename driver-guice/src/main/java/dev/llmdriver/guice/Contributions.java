package dev.llmdriver.guice;

import com.google.inject.Key;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.LlmDriver;
import java.util.Set;
import java.util.stream.Stream;

/** What the application's modules add to the client. */
record Contributions(Set<LlmDriver> drivers, Set<Instrumentation> instrumentations, Set<Decoration> decorations) {
    static final Key<Set<LlmDriver>> DRIVERS = new Key<>() {};
    static final Key<Set<Instrumentation>> INSTRUMENTATIONS = new Key<>() {};
    static final Key<Set<Decoration>> DECORATIONS = new Key<>() {};

    LlmClientBuilder addTo(LlmClientBuilder settings) {
        if (!drivers.isEmpty()) {
            settings.drivers(withThoseOnThePath());
        }
        instrumentations.forEach(settings::instrument);
        decorations.forEach(each -> settings.decorate(each.slot(), each.decorator()));
        return settings;
    }

    private LlmDrivers withThoseOnThePath() {
        LlmDrivers onPath = LlmDrivers.load();
        return LlmDrivers.of(Stream.concat(onPath.ids().stream().map(onPath::get), drivers.stream())
                .toArray(LlmDriver[]::new));
    }
}
