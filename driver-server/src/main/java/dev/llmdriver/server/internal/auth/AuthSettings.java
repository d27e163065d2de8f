package dev.llmdriver.server.internal.auth;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Whose tokens are believed.
 *
 * @param secret with which tokens are signed by HS256
 * @param jwks where the keys are with which tokens are signed by RS256
 * @param issuer who must have made a token
 * @param audience for whom it must have been made
 */
public record AuthSettings(Optional<String> secret, Optional<URI> jwks, String issuer, String audience) {
    /** {@return what is configured, if anything is; the client has checked the values} */
    public static Optional<AuthSettings> of(Map<String, String> config) {
        Optional<String> secret = Optional.ofNullable(config.get("auth.secret"));
        Optional<URI> jwks = Optional.ofNullable(config.get("auth.jwks")).map(URI::create);
        return secret.isEmpty() && jwks.isEmpty()
                ? Optional.empty()
                : Optional.of(new AuthSettings(
                        secret,
                        jwks,
                        config.getOrDefault("auth.issuer", ""),
                        config.getOrDefault("auth.audience", "")));
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "AuthSettings[issuer=" + issuer + ", audience=" + audience + "]";
    }
}
