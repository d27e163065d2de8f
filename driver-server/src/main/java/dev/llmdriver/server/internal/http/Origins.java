package dev.llmdriver.server.internal.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server's own page from others. A name that anybody can point at this machine is not the server's, even if the browser
 * asks for it by that name: the server goes by {@code localhost}, by addresses in numbers, and by the names that are configured.
 */
public final class Origins {
    private static final Pattern NO_NAME =
            Pattern.compile("(localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    private final Set<String> named;
    private final Set<String> secure;

    /** Goes by these names, too, which are written as origins. */
    public Origins(List<String> origins) {
        this.named = origins.stream().map(Origins::authority).collect(Collectors.toUnmodifiableSet());
        this.secure = origins.stream()
                .filter(origin -> origin.toLowerCase(Locale.ROOT).startsWith("https:"))
                .map(Origins::authority)
                .filter(name -> origins.stream().noneMatch(("http://" + name)::equalsIgnoreCase))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String authority(String origin) {
        return origin.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
    }

    /** {@return whether a request calls the server by a name of its own} */
    public boolean isHome(HttpServerRequest request) {
        String host = host(request);
        return NO_NAME.matcher(host).matches() || named.contains(host);
    }

    /** {@return whether it is the server's own page that asks: where that comes by https, one by http is anybody's on the way} */
    public boolean isOwn(HttpServerRequest request) {
        String origin = lower(request, HttpHeaders.ORIGIN);
        return !origin.isEmpty()
                && authority(origin).equals(host(request))
                && isHome(request)
                && (origin.startsWith("https:") || !isSecure(request));
    }

    /**
     * {@return whether a browser asked by https, which only a proxy can know: it says so, or the name is configured with https alone. Anybody
     * can claim it; so it is good for what makes a claim useless to whoever makes it, and for nothing else}
     */
    public boolean isSecure(HttpServerRequest request) {
        return secure.contains(host(request))
                || lower(request, "X-Forwarded-Proto").startsWith("https")
                || lower(request, "Forwarded").replace("\"", "").contains("proto=https");
    }

    private static String host(HttpServerRequest request) {
        return lower(request, HttpHeaders.HOST);
    }

    private static String lower(HttpServerRequest request, CharSequence header) {
        @Nullable String value = request.getHeader(header);
        return value == null ? "" : value.toLowerCase(Locale.ROOT);
    }
}
