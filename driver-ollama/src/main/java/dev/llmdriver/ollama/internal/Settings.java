package dev.llmdriver.ollama.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.http.Credentials;
import dev.llmdriver.ollama.OllamaOptions;
import dev.llmdriver.ollama.internal.endpoint.Address;
import dev.llmdriver.ollama.internal.endpoint.HostAddress;
import dev.llmdriver.ollama.internal.request.Defaults;
import dev.llmdriver.ollama.internal.request.KeepAlive;
import dev.llmdriver.ollama.internal.request.ModelOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Option;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options, read and checked: all faults are reported at once. Immutable. */
final class Settings {
    private final DriverOptions options;
    private final Address address;
    private final Defaults defaults;

    private Settings(DriverOptions options, Address address, Defaults defaults) {
        this.options = options;
        this.address = address;
        this.defaults = defaults;
    }

    static Settings read(DriverOptions options) {
        List<String> faults = new ArrayList<>(options.faults(OllamaOptions.all()));
        Map<String, Object> modelOptions = modelOptions(options, faults);
        if (faults.isEmpty()) {
            recheck(options, faults);
        }
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(faults);
        }
        Defaults defaults = new Defaults(
                modelOptions,
                options.get(OllamaOptions.KEEP_ALIVE).map(KeepAlive::parse).orElse(null),
                options.get(OllamaOptions.THINK).orElse(null),
                options.get(OllamaOptions.TRUNCATE).orElse(null),
                options.get(OllamaOptions.SHIFT).orElse(null));
        URI base = options.get(OllamaOptions.BASE_URL).orElseGet(() -> HostAddress.parse(""));
        return new Settings(options, Address.of(base), defaults);
    }

    private static Map<String, Object> modelOptions(DriverOptions options, List<String> faults) {
        Map<String, Object> typed = new LinkedHashMap<>();
        options.getAll(OllamaOptions.MODEL_OPTIONS).forEach((name, text) -> {
            try {
                typed.put(name, ModelOptions.parse(name, text));
            } catch (IllegalArgumentException unreadable) {
                faults.add("option 'options." + name + "' of provider '" + options.providerName() + "': "
                        + unreadable.getMessage());
            }
        });
        return typed;
    }

    /** What was set by code has not been through the options' parsers. */
    private static void recheck(DriverOptions options, List<String> faults) {
        recheck(options, OllamaOptions.BASE_URL, faults);
        recheck(options, OllamaOptions.KEEP_ALIVE, faults);
        recheck(options, OllamaOptions.THINK, faults);
    }

    private static <T> void recheck(DriverOptions options, Option<T> option, List<String> faults) {
        options.get(option).ifPresent(value -> {
            try {
                T unused = option.parse(value.toString());
            } catch (IllegalArgumentException unreadable) {
                faults.add("option '" + option.name() + "': " + unreadable.getMessage());
            }
        });
    }

    /** {@return where requests go unless a call says otherwise} */
    Address address() {
        return address;
    }

    /** {@return where a call goes} */
    Address addressOf(CallOptions call) {
        try {
            return call.baseUrl().map(Address::of).orElse(address);
        } catch (IllegalArgumentException unreadable) {
            throw ConfigurationException.of("the call's base URL: " + unreadable.getMessage());
        }
    }

    /** {@return the key with the one place where it may go: that of base-url if it was set for it, else ollama.com} */
    Credentials credentials() {
        return key(OllamaOptions.API_KEY)
                .map(key -> Credentials.bearer(key).onlyFor(address.base()))
                .or(() -> key(OllamaOptions.CLOUD_API_KEY)
                        .map(key -> Credentials.bearer(key).onlyFor(Address.CLOUD.base())))
                .orElse(Credentials.none());
    }

    private Optional<Secret> key(Option<Secret> option) {
        return options.get(option).filter(key -> !key.reveal().isBlank());
    }

    /** {@return what is configured for every request} */
    Defaults defaults() {
        return defaults;
    }
}
