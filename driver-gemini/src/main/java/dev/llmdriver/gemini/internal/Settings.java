package dev.llmdriver.gemini.internal;

import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.gemini.GeminiOptions;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.gemini.internal.request.RequestSettings;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Option;
import dev.llmdriver.spi.Scheduler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options, read and checked: all faults are reported at once. Immutable. */
final class Settings {
    private final DriverOptions options;

    private Settings(DriverOptions options) {
        this.options = options;
    }

    static Settings read(DriverOptions options) {
        List<String> faults = new ArrayList<>(options.faults(GeminiOptions.all()));
        if (faults.isEmpty()) {
            checkWords(options, faults);
            checkBase(options.get(GeminiOptions.BASE_URL).orElse(Endpoint.GOOGLE), faults);
        }
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(faults);
        }
        return new Settings(options);
    }

    /** What was set by code has not been through the options' parsers. */
    private static void checkWords(DriverOptions options, List<String> faults) {
        for (Option<String> option :
                List.of(GeminiOptions.API_VERSION, GeminiOptions.SAFETY, GeminiOptions.SERVICE_TIER)) {
            try {
                options.get(option).ifPresent(option::parse);
            } catch (IllegalArgumentException unknown) {
                faults.add("option '" + option.name() + "': " + unknown.getMessage());
            }
        }
    }

    /** A key in an address would stand in logs, and beside the header's it is one too many. */
    private static void checkBase(URI base, List<String> faults) {
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            faults.add("option 'base-url': expected an address without a query; the key goes into api-key");
        }
    }

    Endpoint endpoint() {
        return endpoint(options.get(GeminiOptions.BASE_URL).orElse(Endpoint.GOOGLE));
    }

    /** {@return the endpoint at a base URL, that of a single call among them} */
    Endpoint endpoint(URI base) {
        List<String> faults = new ArrayList<>();
        checkBase(base, faults);
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(faults);
        }
        return Endpoint.of(base, options.get(GeminiOptions.API_VERSION).orElse("v1beta"));
    }

    Optional<Secret> apiKey() {
        return options.get(GeminiOptions.API_KEY)
                .filter(key -> !key.reveal().isBlank())
                .map(key -> Secret.from(() -> key.reveal().strip()));
    }

    Scheduler scheduler() {
        return options.get(CommonOptions.SCHEDULER).orElse(Scheduler.system());
    }

    RequestSettings requests() {
        Map<String, String> safety = options.get(GeminiOptions.SAFETY)
                .map(text -> SafetySettings.parse(text).thresholds())
                .orElse(Map.of());
        return new RequestSettings(
                safety,
                options.get(GeminiOptions.SERVICE_TIER).map(GeminiOptions.SERVICE_TIER::parse),
                options.get(GeminiOptions.INCLUDE_THOUGHTS));
    }
}
