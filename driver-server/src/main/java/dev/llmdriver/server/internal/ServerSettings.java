package dev.llmdriver.server.internal;

import dev.llmdriver.server.internal.auth.AuthSettings;
import dev.llmdriver.server.internal.chats.DatabaseSettings;
import dev.llmdriver.spi.OptionParsers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the server runs.
 *
 * @param host the address to listen at
 * @param port the port; 0 for any that is free
 * @param maxBody bytes of the largest body
 * @param origins the web pages that may ask, as a browser names them
 * @param drainTime how long answers under way may take when the server closes
 * @param readTime how long a client may take to say what it wants
 * @param pageEndpoints whether people may name endpoints in the page, even if the server listens to other machines
 * @param model who answers those that name no model
 * @param maxHistory how many turns of a conversation a model is told
 * @param chats where conversations are kept
 * @param auth whose tokens are believed, if anybody's
 */
public record ServerSettings(
        String host,
        int port,
        long maxBody,
        List<String> origins,
        Duration drainTime,
        Duration readTime,
        boolean pageEndpoints,
        Optional<String> model,
        int maxHistory,
        DatabaseSettings chats,
        Optional<AuthSettings> auth) {
    private static final long MAX_BODY = 10_000_000;
    private static final int MAX_HISTORY = 100;

    /** {@return what is configured, by the keys without their section; the values have been checked} */
    public static ServerSettings of(Map<String, String> config) {
        return new ServerSettings(
                text(config, "host").orElse("127.0.0.1"),
                text(config, "port").map(OptionParsers::integer).orElse(8000),
                text(config, "max-body").map(Long::parseLong).orElse(MAX_BODY),
                text(config, "cors-origins").map(ServerSettings::list).orElse(List.of()),
                text(config, "drain-time").map(OptionParsers::duration).orElse(Duration.ofSeconds(20)),
                text(config, "read-timeout").map(OptionParsers::duration).orElse(Duration.ofSeconds(30)),
                text(config, "page-endpoints").map(OptionParsers::flag).orElse(false),
                text(config, "model"),
                text(config, "max-history").map(OptionParsers::integer).orElse(MAX_HISTORY),
                text(config, "chats.url")
                        .map(place -> DatabaseSettings.at(
                                place,
                                config.getOrDefault("chats.user", ""),
                                config.getOrDefault("chats.password", "")))
                        .orElseGet(DatabaseSettings::memory),
                AuthSettings.of(config));
    }

    private static Optional<String> text(Map<String, String> config, String name) {
        return Optional.ofNullable(config.get(name));
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(","))
                .map(origin -> origin.strip().toLowerCase(Locale.ROOT)) // as browsers write them
                .filter(origin -> !origin.isEmpty())
                .toList();
    }

    /** {@return whether only this machine reaches the server; pages of other places are shown by a proxy of other machines} */
    public boolean isLocal() {
        return origins.isEmpty() && isLoopback();
    }

    private boolean isLoopback() {
        return host.equals("localhost") || host.matches("127\\.\\d+\\.\\d+\\.\\d+") || host.matches("\\[?::1]?");
    }

    /**
     * {@return whether nothing can be fetched by other names than its own: it is by one of them that programs and proxies of this machine
     * reach it. Where tokens say who asks, a name lets nobody in}
     */
    public boolean goesByKnownNames() {
        return isLocal() || (isLoopback() && auth.isEmpty() && !origins.contains("*"));
    }
}
