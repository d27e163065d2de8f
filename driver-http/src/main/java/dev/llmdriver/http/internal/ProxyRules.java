package dev.llmdriver.http.internal;

import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.http.Redactor;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.OptionParsers;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy an address goes through: the configured one, else that of the environment, read as curl does. The environment's is not
 * used for this machine's own addresses, which no proxy could reach.
 */
final class ProxyRules {
    private final @Nullable ProxyOptions configured;
    private final @Nullable ProxyOptions forHttps;
    private final @Nullable ProxyOptions forHttp;
    private final List<String> exceptions;

    private ProxyRules(
            @Nullable ProxyOptions configured,
            @Nullable ProxyOptions forHttps,
            @Nullable ProxyOptions forHttp,
            List<String> exceptions) {
        this.configured = configured;
        this.forHttps = forHttps;
        this.forHttp = forHttp;
        this.exceptions = exceptions;
    }

    /** Reads options and environment; what is wrong with them is added to the faults. */
    static ProxyRules of(
            DriverOptions options, Map<String, String> environment, Redactor redactor, List<String> faults) {
        ProxyOptions configured = options.get(HttpOptions.PROXY)
                .map(uri -> configured(uri, options, redactor, faults))
                .orElse(null);
        return new ProxyRules(
                configured,
                fromEnvironment(environment, redactor, faults, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
                // Upper-case HTTP_PROXY could come from a request's header in a CGI program, so curl ignores it too.
                fromEnvironment(environment, redactor, faults, "http_proxy", "all_proxy", "ALL_PROXY"),
                exceptions(first(environment, "no_proxy", "NO_PROXY").orElse("")));
    }

    /** {@return the proxy for an address, if it goes through one} */
    Optional<ProxyOptions> forUri(URI uri) {
        if (configured != null) {
            return Optional.of(configured);
        }
        if (forHttps == null && forHttp == null) {
            return Optional.empty();
        }
        String host = Origins.host(uri).toLowerCase(Locale.ROOT);
        if (Origins.isLoopback(host) || isExcepted(host, Origins.port(uri))) {
            return Optional.empty();
        }
        return Optional.ofNullable(Origins.isTls(uri) ? forHttps : forHttp);
    }

    private static ProxyOptions configured(URI uri, DriverOptions options, Redactor redactor, List<String> faults) {
        if (uri.getRawUserInfo() != null) {
            faults.add("the option 'proxy' must not hold a password; set proxy-user and proxy-password instead");
        }
        ProxyOptions proxy = address(uri);
        options.get(HttpOptions.PROXY_USER).ifPresent(proxy::setUsername);
        options.get(HttpOptions.PROXY_PASSWORD).ifPresent(secret -> {
            String password = secret.reveal();
            redactor.remember(password);
            proxy.setPassword(password);
        });
        return proxy;
    }

    private static @Nullable ProxyOptions fromEnvironment(
            Map<String, String> environment, Redactor redactor, List<String> faults, String... names) {
        String text = first(environment, names).orElse("");
        if (text.isBlank()) {
            return null;
        }
        try {
            URI uri = OptionParsers.url(text.contains("://") ? text : "http://" + text);
            ProxyOptions proxy = address(uri);
            if (uri.getRawUserInfo() != null) {
                credentials(uri.getRawUserInfo(), proxy, redactor);
            }
            return proxy;
        } catch (IllegalArgumentException unreadable) {
            faults.add("the environment's " + names[0] + " cannot be used: " + unreadable.getMessage());
            return null;
        }
    }

    private static void credentials(String userInfo, ProxyOptions proxy, Redactor redactor) {
        String[] parts = userInfo.split(":", 2);
        proxy.setUsername(decoded(parts[0]));
        if (parts.length == 2) {
            String password = decoded(parts[1]);
            redactor.remember(password);
            proxy.setPassword(password);
        }
    }

    /** A plus stays one: the decoder is made for forms, and only these write a blank so. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static ProxyOptions address(URI uri) {
        return new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(Origins.host(uri))
                .setPort(uri.getPort() >= 0 ? uri.getPort() : 3128);
    }

    private static Optional<String> first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    private static List<String> exceptions(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+"));
    }

    private boolean isExcepted(String host, int port) {
        for (String exception : exceptions) {
            String name =
                    exception.endsWith(":" + port) ? exception.substring(0, exception.lastIndexOf(':')) : exception;
            String bare = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
            if (name.equals("*") || (!bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare)))) {
                return true;
            }
        }
        return false;
    }
}
