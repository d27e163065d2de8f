package dev.llmdriver.server.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.spi.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bearer tokens that are checked by a published key: none lets anybody in but one signed by it, by RS256, whatever its header says. What
 * is fed is a header and claims, which are signed as they should be, or nearly; or a signature for those that are right.
 */
public final class PublishedKeyTarget implements FuzzTarget {
    private static final String ISSUER = "https://login.example";
    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"now\"}";
    private static final String CLAIMS =
            "{\"sub\":\"ann\",\"iss\":\"https://login.example\",\"aud\":\"llm\",\"exp\":99999999999}";
    private static final int RIGHT_CLAIMS = 8;

    /** How a token is signed; the first way is right. */
    private static final Signer[] SIGNERS = {
        (target, content, input) -> signature("SHA256withRSA", target.key.getPrivate(), content),
        (target, content, input) -> mac(target.key.getPublic().getEncoded(), content),
        (target, content, input) -> mac(target.published.toString().getBytes(UTF_8), content),
        (target, content, input) -> truncated(target.right(content), 1 + input.split()),
        (target, content, input) -> padded(target.right(content), 1 + input.split() % 9),
        (target, content, input) -> signature("SHA256withRSA", target.other.getPrivate(), content),
        (target, content, input) -> signature("SHA512withRSA", target.key.getPrivate(), content),
        (target, content, input) -> input.body(),
    };

    /** Makes a signature. */
    private interface Signer {
        byte[] sign(PublishedKeyTarget target, byte[] content, Input input) throws GeneralSecurityException;
    }

    private final KeyPair key = pair();
    private final KeyPair other = pair();
    private final JWKSet published = new JWKSet(
            new RSAKey.Builder((RSAPublicKey) key.getPublic()).keyID("now").build());
    private final Callers callers = new Callers(
            Optional.of(new AuthSettings(
                    Optional.of("a secret of more than thirty-two bytes"),
                    Optional.of(file(published.toString()).toUri()),
                    ISSUER,
                    "llm")),
            new Workers(),
            Scheduler.system());

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Path file(String keys) {
        try {
            Path file = Files.createTempFile("jwks", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, keys);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void feed(byte[] bytes) throws GeneralSecurityException, ParseException {
        Input input = Input.of(bytes);
        int way = input.choice() % SIGNERS.length;
        String[] lines = input.text().split("\n", 2);
        boolean right = input.has(RIGHT_CLAIMS) || way == SIGNERS.length - 1 || lines.length < 2;
        String content = encoded((right ? HEADER : lines[0]).getBytes(UTF_8))
                + "."
                + encoded((right ? CLAIMS : lines[1]).getBytes(UTF_8));
        byte[] signature = SIGNERS[way].sign(this, content.getBytes(UTF_8), input);
        boolean signed = Arrays.equals(signature, right(content.getBytes(UTF_8)));
        String token = content + "." + encoded(signature);
        try {
            String caller = callers.of(token).id();
            assertThat(signed).as("another signature than the key's").isTrue();
            assertThat(caller).isNotBlank();
            SignedJWT read = SignedJWT.parse(token);
            assertThat(read.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
            assertThat(read.getJWTClaimsSet().getIssuer()).isEqualTo(ISSUER);
            assertThat(read.getJWTClaimsSet().getAudience()).contains("llm");
        } catch (Refusal refused) {
            assertThat(right && signed).as("the right token is refused").isFalse();
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).contains("invalid_api_key");
        }
    }

    private byte[] right(byte[] content) throws GeneralSecurityException {
        return signature("SHA256withRSA", key.getPrivate(), content);
    }

    private static byte[] signature(String algorithm, PrivateKey key, byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }

    private static byte[] mac(byte[] secret, byte[] content) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(content);
    }

    private static byte[] truncated(byte[] signature, int bytes) {
        return Arrays.copyOf(signature, Math.max(0, signature.length - bytes));
    }

    /** Zeros before or behind it. */
    private static byte[] padded(byte[] signature, int bytes) {
        byte[] longer = new byte[signature.length + bytes];
        System.arraycopy(signature, 0, longer, bytes % 2 == 0 ? bytes : 0, signature.length);
        return longer;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public List<byte[]> seeds() {
        String claims = "\n" + CLAIMS;
        return List.of(
                Input.raw(RIGHT_CLAIMS, ""),
                Input.raw(0, HEADER + claims),
                Input.raw(1, "{\"alg\":\"HS256\",\"kid\":\"now\"}" + claims),
                Input.raw(2, "{\"alg\":\"HS256\"}" + claims),
                Input.raw(0, "{\"alg\":\"RS256\",\"kid\":\"then\"}" + claims),
                Input.raw(0, "{\"alg\":\"none\"}" + claims),
                Input.raw(0, "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}}" + claims),
                Input.raw(
                        5,
                        "{\"alg\":\"RS256\",\"x5u\":\"http://127.0.0.1:1/\",\"b64\":false,\"crit\":[\"b64\"]}"
                                + claims),
                Input.raw(RIGHT_CLAIMS + 3, ""),
                Input.raw(RIGHT_CLAIMS + 4, ""),
                Input.raw(RIGHT_CLAIMS + 5, ""),
                Input.raw(6, "{\"alg\":\"RS512\",\"kid\":\"now\"}" + claims),
                Input.raw(7, "\u0000\u0001\u00ff"),
                Input.raw(7, ""));
    }
}
