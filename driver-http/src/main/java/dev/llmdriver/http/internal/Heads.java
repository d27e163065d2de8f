package dev.llmdriver.http.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.Credentials;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.http.Redactor;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.spi.CommonOptions;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts a request's headers together, weakest first: our own, the driver's defaults, the configuration's, the request's, the call's,
 * and last the key. Refuses a key that would travel unprotected.
 */
final class Heads {
    private static final String USER_AGENT = "llm-driver/" + version();
    private static final Set<String> SECRET =
            Set.of("authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie");
    private static final int LIKELY_KEY = 8;

    private final Credentials credentials;
    private final Map<String, String> configured;
    private final Headers fixed;
    private final boolean allowCleartext;
    private final Redactor redactor;

    /** What the last request had of its own, and all of it together: requests differ in their bodies, seldom in their heads. */
    private volatile Merged usual;

    /** The same with a key: that seldom changes either. */
    private volatile @Nullable Keyed usualKeyed;

    private record Merged(Headers asked, Headers whole) {}

    private record Keyed(Headers without, String key, Headers whole) {
        @Override
        public String toString() {
            return "Keyed[" + Redactor.MASK + "]";
        }
    }

    Heads(EndpointSettings settings, Redactor redactor, List<String> faults) {
        this.credentials = settings.credentials();
        this.configured = settings.options().getAll(CommonOptions.HEADERS);
        this.allowCleartext =
                settings.options().get(HttpOptions.ALLOW_CLEARTEXT).orElse(false);
        this.redactor = redactor;
        collectFaults(configured, faults);
        collectFaults(asMap(settings.headers()), faults);
        this.fixed = faults.isEmpty()
                ? addSecrets(own().withAll(settings.headers()), configured)
                : Headers.none(); // nothing will be sent
        this.usual = new Merged(Headers.none(), fixed);
    }

    private static void collectFaults(Map<String, String> headers, List<String> faults) {
        headers.forEach((name, value) -> {
            try {
                HeaderRules.checkSetting(name, value);
            } catch (ConfigurationException refused) {
                faults.addAll(refused.faults());
            }
        });
    }

    private static Map<String, String> asMap(Headers headers) {
        return headers.entries().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (left, right) -> right));
    }

    /** {@return the request to the provider itself, with the key as it is now} */
    Outgoing trusted(WireRequest request, URI to, CallOptions call) {
        Headers headers = withoutKey(request, call);
        Credentials used = call.apiKey().map(credentials::withKey).orElse(credentials);
        boolean keyed = used.hasKeyFor(to);
        if (keyed) {
            headers = keyed(headers, reveal(used.key().orElseThrow()));
        }
        refuseCleartext(to, headers, keyed);
        return new Outgoing(request.method(), to, headers, request.body());
    }

    private Headers keyed(Headers without, String key) {
        redactor.remember(key); // each time, for it remembers the newest keys only
        Keyed known = usualKeyed;
        if (known == null || known.without() != without || !known.key().equals(key)) {
            HeaderRules.checkKey(credentials.header(), key);
            known = new Keyed(without, key, without.with(credentials.header(), credentials.prefix() + key));
            usualKeyed = known;
        }
        return known.whole();
    }

    private static String reveal(Secret key) {
        try {
            return key.reveal();
        } catch (RuntimeException sourceFailed) {
            throw LlmException.builder(
                            ErrorKind.CONFIGURATION, "the key's source failed; correct what supplies the key")
                    .cause(sourceFailed)
                    .build();
        }
    }

    /** {@return the request to a stranger that the provider points to: nothing of ours but what is asked} */
    Outgoing stranger(WireRequest request, URI to) {
        Headers headers = own().with("Accept", request.headers().get("Accept").orElse("*/*"));
        return new Outgoing(request.method(), to, headers, request.body());
    }

    /** {@return the headers with a mask in place of every secret} */
    Headers shown(WireRequest request, CallOptions call) {
        Headers headers = withoutKey(request, call);
        for (String name : configured.keySet()) {
            headers = headers.with(name, Redactor.MASK);
        }
        for (String name : call.headers().keySet()) {
            headers = headers.with(name, Redactor.MASK);
        }
        boolean keyed = credentials.hasKeyFor(request.uri()) || call.apiKey().isPresent();
        return keyed ? headers.with(credentials.header(), credentials.prefix() + Redactor.MASK) : headers;
    }

    private Headers withoutKey(WireRequest request, CallOptions call) {
        return addSecrets(merged(request.headers()), call.headers());
    }

    private Headers merged(Headers asked) {
        Merged known = usual;
        if (known.asked() != asked) {
            known = new Merged(asked, fixed.withAll(asked));
            usual = known;
        }
        return known.whole();
    }

    private Headers addSecrets(Headers headers, Map<String, String> more) {
        Headers all = headers;
        for (Map.Entry<String, String> header : more.entrySet()) {
            HeaderRules.checkSetting(header.getKey(), header.getValue());
            if (header.getValue().length() >= LIKELY_KEY) {
                redactor.remember(header.getValue());
            }
            all = all.with(header.getKey(), header.getValue());
        }
        return all;
    }

    private static Headers own() {
        return Headers.none().with("User-Agent", USER_AGENT).with("Accept-Encoding", "gzip");
    }

    private void refuseCleartext(URI to, Headers headers, boolean keyed) {
        if (allowCleartext || Origins.isTls(to) || Origins.isLoopback(Origins.host(to))) {
            return;
        }
        if (keyed || SECRET.stream().anyMatch(name -> headers.get(name).isPresent())) {
            throw ConfigurationException.of(
                    "the key would travel to " + Origins.shown(to)
                            + " unprotected; use an https address, or set allow-cleartext-key=true if the network can be trusted");
        }
    }

    private static String version() {
        return Optional.ofNullable(Heads.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElseGet(Heads::packageVersion);
    }

    private static String packageVersion() {
        String version = Heads.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
