package dev.llmdriver.server.internal.page;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose conversations a browser shows. Nobody says who he is, so a browser is known by a cookie that nobody can guess. Where the page
 * came by https the cookie has a name of its own, which browsers let nobody set or send without https.
 */
public final class Owner {
    private static final String COOKIE = "llm-owner";
    private static final String SECURE_COOKIE = "__Host-" + COOKIE;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{32}");
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Owner() {}

    /** {@return the owner that a browser says it is} */
    public static Optional<String> of(HttpServerRequest request, boolean secure) {
        return name(request, SECURE_COOKIE)
                .or(() -> secure ? Optional.empty() : name(request, COOKIE))
                .map(name -> "browser:" + name);
    }

    private static Optional<String> name(HttpServerRequest request, String cookie) {
        return Optional.ofNullable(request.getCookie(cookie))
                .map(Cookie::getValue)
                .filter(value -> FORM.matcher(value).matches());
    }

    /**
     * Gives a browser its name, unless it has one. By https it is another one than by http, which anybody on the way or next door may
     * know, and which ends there.
     */
    static void introduce(HttpServerRequest request, boolean secure) {
        String cookie = secure ? SECURE_COOKIE : COOKIE;
        String name = name(request, cookie).orElseGet(Owner::fresh);
        if (secure && request.getCookie(COOKIE) != null) {
            request.response().addCookie(Cookie.cookie(COOKIE, "").setPath("/").setMaxAge(0));
        }
        request.response()
                .addCookie(Cookie.cookie(cookie, name)
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.STRICT)
                        .setMaxAge(Duration.ofDays(365).toSeconds()));
    }

    private static String fresh() {
        byte[] name = new byte[BYTES];
        RANDOM.nextBytes(name);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }
}
