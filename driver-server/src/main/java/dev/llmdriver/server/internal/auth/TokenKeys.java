package dev.llmdriver.server.internal.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/** The keys with which tokens are checked. Each algorithm has its own: none is ever used for another. */
final class TokenKeys {
    private static final int PATIENCE_MILLIS = 2000;
    private static final int LARGEST = 1_000_000;

    private TokenKeys() {}

    /** {@return the keys that may have signed a token; none for an algorithm that is not configured} */
    static JWSKeySelector<SecurityContext> of(AuthSettings settings) {
        Map<JWSAlgorithm, JWSKeySelector<SecurityContext>> all = new HashMap<>();
        settings.secret()
                .ifPresent(secret -> all.put(
                        JWSAlgorithm.HS256,
                        new SingleKeyJWSKeySelector<>(
                                JWSAlgorithm.HS256,
                                new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))));
        settings.jwks().ifPresent(place -> all.put(JWSAlgorithm.RS256, published(place)));
        return (header, context) -> {
            JWSKeySelector<SecurityContext> keys = all.get(header.getAlgorithm());
            return keys == null ? List.of() : keys.selectJWSKeys(header, context);
        };
    }

    /**
     * They are kept for five minutes, for longer while they cannot be had. They are asked for again when a token names an unknown one,
     * but twice in half a minute at most, whoever makes up how many names.
     */
    private static JWSKeySelector<SecurityContext> published(URI place) {
        try {
            DefaultResourceRetriever retriever =
                    new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST);
            return new JWSVerificationKeySelector<>(
                    JWSAlgorithm.RS256,
                    JWKSourceBuilder.<SecurityContext>create(place.toURL(), retriever)
                            .cache(JWKSourceBuilder.DEFAULT_CACHE_TIME_TO_LIVE, PATIENCE_MILLIS)
                            .refreshAheadCache(false)
                            .outageTolerant(true)
                            .build());
        } catch (MalformedURLException checkedBefore) {
            throw new IllegalArgumentException("llm.server.auth.jwks is no address", checkedBefore);
        }
    }
}
