package dev.llmdriver.http.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.Headers;
import java.net.URI;

/** What a server means by a redirect (RFC 9110, 15.4). */
final class Redirects {
    private static final int MOST_PORT = 65_535;

    private Redirects() {}

    static boolean isRedirect(int status, Headers headers) {
        boolean known = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        return known && headers.get("Location").isPresent();
    }

    /** {@return where to, as an absolute address} */
    static URI target(URI from, Headers headers) {
        try {
            URI target = from.resolve(headers.get("Location").orElse(""));
            if (target.getHost() != null && Origins.isHttp(target) && target.getPort() <= MOST_PORT) {
                return target;
            }
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw LlmException.builder(
                        ErrorKind.MALFORMED_RESPONSE,
                        Origins.shown(from) + " redirects to something that is no address; check base-url")
                .reason("redirect")
                .build();
    }
}
