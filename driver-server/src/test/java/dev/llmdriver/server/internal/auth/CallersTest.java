package dev.llmdriver.server.internal.auth;

import static dev.llmdriver.server.internal.auth.TokenMaker.SECRET;
import static dev.llmdriver.server.internal.auth.TokenMaker.claims;
import static dev.llmdriver.server.internal.auth.TokenMaker.hs256;
import static dev.llmdriver.server.internal.auth.TokenMaker.key;
import static dev.llmdriver.server.internal.auth.TokenMaker.rs256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.spi.Scheduler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and who is not. */
@Timeout(180)
class CallersTest {
    private static final byte[] KEY = SECRET.getBytes(StandardCharsets.UTF_8);

    private TokenMaker maker;
    private Callers callers;

    @BeforeEach
    void start() throws Exception {
        maker = TokenMaker.start();
        callers = callers(Optional.of(SECRET), Optional.of(URI.create(maker.jwks())));
    }

    @AfterEach
    void stop() {
        maker.close();
    }

    private static Callers callers(Optional<String> secret, Optional<URI> jwks) {
        AuthSettings settings = new AuthSettings(secret, jwks, TokenMaker.ISSUER, TokenMaker.AUDIENCE);
        return new Callers(Optional.of(settings), new Workers(), Scheduler.system());
    }

    private static void refused(Callers callers, String token) {
        assertThatThrownBy(() -> callers.of(token)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(401);
            assertThat(refusal.code()).contains("invalid_api_key");
        });
    }

    @Test
    void rightTokensNameTheirOwner() {
        assertThat(callers.of(hs256(KEY, claims("ann").build()))).isEqualTo(new Caller("ann"));
        assertThat(callers.of(rs256(key(), claims("bob").build()))).isEqualTo(new Caller("bob"));
        assertThat(callers.of(TokenMaker.rsa(
                        key(),
                        JWSAlgorithm.RS256,
                        claims("eve")
                                .audience(List.of("other", TokenMaker.AUDIENCE))
                                .build(),
                        header -> header.type(new JOSEObjectType("at+jwt")))))
                .isEqualTo(new Caller("eve"));
    }

    @Test
    void claimsThatAreNotForUsAreRefused() {
        Date past = Date.from(Instant.now().minusSeconds(120));
        List<JWTClaimsSet.Builder> wrong = List.of(
                claims("ann").issuer("https://evil.example"),
                claims("ann").issuer(null),
                claims("ann").audience("another"),
                claims("ann").audience((String) null),
                claims("ann").expirationTime(past),
                claims("ann").expirationTime(null),
                claims("ann").notBeforeTime(Date.from(Instant.now().plusSeconds(120))),
                claims(null),
                claims(" "),
                claims("an\nn"),
                claims("a".repeat(256)));
        for (JWTClaimsSet.Builder each : wrong) {
            refused(callers, hs256(KEY, each.build()));
            refused(callers, rs256(key(), each.build()));
        }
    }

    /** A database would keep the conversations of both under one name, as it has no halves of characters. */
    @Test
    void aNameWithHalfACharacterIsNobodys() throws Exception {
        String claims = claims("ann?").build().toString();
        assertThat(callers.of(signed(claims)).id()).isEqualTo("ann?");
        refused(callers, signed(claims.replace("ann?", "ann\\ud800")));
        refused(callers, signed(claims.replace("ann?", "ann\\ude00")));
        assertThat(callers.of(signed(claims.replace("ann?", "ann\\ud83d\\ude00")))
                        .id())
                .isEqualTo("ann\uD83D\uDE00");
    }

    /** {@return a token of these very words, which the library would not write} */
    private static String signed(String claims) throws Exception {
        JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
        token.sign(new MACSigner(KEY));
        return token.serialize();
    }

    @Test
    void algorithmsDoNotMix() throws Exception {
        Callers byKeysAlone = callers(Optional.empty(), Optional.of(URI.create(maker.jwks())));
        Callers bySecretAlone = callers(Optional.of(SECRET), Optional.empty());
        JWTClaimsSet claims = claims("ann").build();
        byte[] der = key().toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder().encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        for (Callers each : List.of(callers, byKeysAlone, bySecretAlone)) {
            refused(each, new PlainJWT(claims).serialize());
            refused(each, hs256(der, claims));
            refused(each, hs256(pem.getBytes(StandardCharsets.UTF_8), claims));
            refused(each, TokenMaker.rsa(key(), JWSAlgorithm.RS384, claims, header -> header));
            refused(each, TokenMaker.rsa(key(), JWSAlgorithm.PS256, claims, header -> header));
        }
        refused(byKeysAlone, hs256(KEY, claims));
        refused(bySecretAlone, rs256(key(), claims));
        assertThat(byKeysAlone.of(rs256(key(), claims)).id()).isEqualTo("ann");
        assertThat(bySecretAlone.of(hs256(KEY, claims)).id()).isEqualTo("ann");
    }

    @Test
    void keysThatAreNotPublishedAreRefused() {
        JWTClaimsSet claims = claims("ann").build();
        refused(callers, rs256(TokenMaker.rsa("now"), claims));
        refused(callers, rs256(TokenMaker.rsa("unknown"), claims));
        refused(
                callers,
                TokenMaker.rsa(TokenMaker.rsa("now"), JWSAlgorithm.RS256, claims, header -> header.keyID(null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"OCT2\",\"kid\":\"new\"}",
                "{\"kty\":\"EC\",\"crv\":\"brainpoolP256r1\",\"kid\":\"new\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"RSA\",\"kid\":\"half\"}",
                "{\"kid\":\"nothing\"}",
                "{}"
            })
    void aPublishedKeyThatNobodyKnowsIsPassedOver(String odd, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("jwks.json");
        String published = new JWKSet(key().toPublicJWK()).toString();
        Files.writeString(file, published.replace("[", "[" + odd + ","));
        Callers some = callers(Optional.empty(), Optional.of(file.toUri()));
        assertThat(some.of(rs256(key(), claims("ann").build())).id()).isEqualTo("ann");
        refused(some, rs256(TokenMaker.rsa("half"), claims("ann").build()));
    }

    @Test
    void keysThatCannotBeReadAreNoFaultOfTheTokens() {
        maker.close();
        assertThatThrownBy(() -> callers.of(rs256(key(), claims("ann").build())))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
        assertThat(callers.of(hs256(KEY, claims("ann").build())).id()).isEqualTo("ann");
    }

    @Test
    void withoutSettingsNobodyIsLetIn() {
        Callers nobody = new Callers(AuthSettings.of(Map.of()), new Workers(), Scheduler.system());
        assertThat(nobody.areKnown()).isFalse();
        refused(nobody, hs256(KEY, claims("ann").build()));
    }

    @Test
    void settingsTellNoSecret() {
        AuthSettings settings = AuthSettings.of(Map.of("auth.secret", SECRET)).orElseThrow();
        assertThat(settings.toString()).doesNotContain(SECRET);
    }

    /** The keys are fetched at most twice in half a minute, so no more often than this test could ever take. */
    @Test
    void tenThousandWrongTokensLetNobodyInAndFetchTheKeysHardlyEver() {
        Random random = new Random(20_261_121);
        String[] right = {
            hs256(KEY, claims("ann").build()), rs256(key(), claims("ann").build())
        };
        for (int i = 0; i < 10_000; i++) {
            refused(callers, wrong(right[i % 2], random));
        }
        assertThat(maker.fetches.get()).isBetween(1, 20);
        assertThat(callers.of(right[0]).id()).isEqualTo("ann");
        assertThat(callers.of(right[1]).id()).isEqualTo("ann");
    }

    /** What differs in the text alone, and decodes to the same bytes, is not wrong; so bytes are changed. */
    private static String wrong(String right, Random random) {
        String[] parts = right.split("\\.");
        int part = random.nextInt(parts.length);
        byte[] bytes = Base64URL.from(parts[part]).decode();
        switch (random.nextInt(6)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> random.nextBytes(bytes);
            case 3 ->
                bytes = ("{\"alg\":\""
                                + List.of("none", "HS256", "RS256", "ES256").get(random.nextInt(4)) + "\",\"kid\":\""
                                + random.nextInt() + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
            case 4 -> {
                return right.substring(0, random.nextInt(right.lastIndexOf('.') + 2));
            }
            default -> {
                return ".".repeat(random.nextInt(4)) + parts[part] + ".".repeat(random.nextInt(6));
            }
        }
        parts[part] = Base64URL.encode(bytes).toString();
        return String.join(".", parts);
    }
}
