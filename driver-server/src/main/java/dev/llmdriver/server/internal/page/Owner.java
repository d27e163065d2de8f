package dev.llmdriver.server.internal.page;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whose conversations a browser shows. Nobody says who he is, so a browser is known by a cookie that nobody can guess. */
public final class Owner {
    private static final String COOKIE = "llm-owner";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{32}");
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Owner() {}

    /** {@return the owner that a browser says it is} */
    public static Optional<String> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(COOKIE))
                .map(Cookie::getValue)
                .filter(value -> FORM.matcher(value).matches())
                .map(value -> "browser:" + value);
    }

    /** Gives a browser its name, unless it has one. */
    static void introduce(HttpServerRequest request) {
        if (of(request).isEmpty()) {
            byte[] name = new byte[BYTES];
            RANDOM.nextBytes(name);
            request.response()
                    .addCookie(Cookie.cookie(
                                    COOKIE,
                                    Base64.getUrlEncoder().withoutPadding().encodeToString(name))
                            .setPath("/")
                            .setHttpOnly(true)
                            .setSameSite(CookieSameSite.STRICT)
                            .setMaxAge(Duration.ofDays(365).toSeconds()));
        }
    }
}
