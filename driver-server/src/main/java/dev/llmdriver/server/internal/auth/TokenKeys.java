package dev.llmdriver.server.internal.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
            ResourceRetriever retriever =
                    passingOver(new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST));
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

    /** One key that the library cannot read would keep it from all others; who publishes keys may add new kinds (RFC 7517, 5). */
    private static ResourceRetriever passingOver(ResourceRetriever from) {
        return place -> {
            Resource read = from.retrieveResource(place);
            try {
                Map<String, Object> set = JSONObjectUtils.parse(read.getContent());
                Map<String, Object>[] keys = JSONObjectUtils.getJSONObjectArray(set, "keys");
                if (keys != null) {
                    set.put("keys", Stream.of(keys).filter(TokenKeys::isKnown).toList());
                }
                return new Resource(JSONObjectUtils.toJSONString(set), read.getContentType());
            } catch (ParseException nothing) {
                return read; // which is told by whoever looks for keys in it
            }
        };
    }

    private static boolean isKnown(Map<String, Object> key) {
        try {
            return JWK.parse(key) != null;
        } catch (ParseException | RuntimeException other) {
            return false;
        }
    }
}
