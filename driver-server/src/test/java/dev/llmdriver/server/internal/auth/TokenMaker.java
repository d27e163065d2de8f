package dev.llmdriver.server.internal.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Makes tokens, right and wrong ones, and publishes the key for the right ones. */
public final class TokenMaker implements AutoCloseable {
    public static final String SECRET = "a secret of more than thirty-two bytes";
    static final String ISSUER = "https://login.example";
    static final String AUDIENCE = "llm";
    private static final RSAKey KEY = rsa("now");

    final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer keys;

    private TokenMaker(HttpServer keys) {
        this.keys = keys;
    }

    public static TokenMaker start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TokenMaker maker = new TokenMaker(server);
        byte[] jwks = new JWKSet(KEY.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/jwks", exchange -> {
            maker.fetches.incrementAndGet();
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        server.start();
        return maker;
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static RSAKey key() {
        return KEY;
    }

    /** {@return how often the keys were asked for} */
    public int fetches() {
        return fetches.get();
    }

    /** {@return tokens that let nobody in: of a wrong secret, of unknown keys, expired, altered, and no tokens at all} */
    public static List<String> wrong(int count) {
        RSAKey unknown = rsa("unknown");
        String expired = hs256(
                SECRET.getBytes(StandardCharsets.UTF_8),
                new JWTClaimsSet.Builder(claims("ann").build())
                        .expirationTime(Date.from(Instant.EPOCH))
                        .build());
        String signed = rs256(unknown, claims("ann").build());
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(
                    switch (i % 5) {
                        case 0 ->
                            hs256(
                                    ("another secret of thirty-two bytes " + i).getBytes(StandardCharsets.UTF_8),
                                    claims("ann").build());
                        case 1 -> signed.substring(0, signed.length() - 12) + String.format("%012d", i);
                        case 2 -> expired;
                        case 3 -> right("ann" + i).replaceFirst("\\.[^.]+$", ".") + "A".repeat(43);
                        default -> "guess-" + i;
                    });
        }
        return tokens;
    }

    String jwks() {
        return "http://127.0.0.1:" + keys.getAddress().getPort() + "/jwks";
    }

    /** {@return what a server is configured with that believes both kinds of tokens} */
    public Map<String, String> settings() {
        return Map.of(
                "llm.server.auth.secret", SECRET,
                "llm.server.auth.jwks", jwks(),
                "llm.server.auth.issuer", ISSUER,
                "llm.server.auth.audience", AUDIENCE);
    }

    static JWTClaimsSet.Builder claims(String subject) {
        return new JWTClaimsSet.Builder()
                .subject(subject)
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .expirationTime(Date.from(Instant.now().plusSeconds(3600)));
    }

    /** {@return a token by which this is let in} */
    public static String right(String subject) {
        return hs256(SECRET.getBytes(StandardCharsets.UTF_8), claims(subject).build());
    }

    static String hs256(byte[] secret, JWTClaimsSet claims) {
        try {
            return signed(new JWSHeader(JWSAlgorithm.HS256), claims, new MACSigner(secret));
        } catch (JOSEException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    static String rs256(RSAKey key, JWTClaimsSet claims) {
        return rsa(key, JWSAlgorithm.RS256, claims, header -> header);
    }

    static String rsa(
            RSAKey key, JWSAlgorithm algorithm, JWTClaimsSet claims, UnaryOperator<JWSHeader.Builder> change) {
        try {
            JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID());
            return signed(change.apply(header).build(), claims, new RSASSASigner(key));
        } catch (JOSEException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    @Override
    public void close() {
        keys.stop(0);
    }
}
