package dev.llmdriver.page;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens, and the settings of a server that believes them. */
final class Tokens {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    static final Map<String, String> SETTINGS = Map.of(
            "llm.server.auth.secret", SECRET,
            "llm.server.auth.issuer", "https://login.example",
            "llm.server.auth.audience", "llm");

    private Tokens() {}

    static String of(String subject) throws GeneralSecurityException {
        String claims = "{\"sub\":\"" + subject + "\",\"iss\":\"https://login.example\",\"aud\":\"llm\",\"exp\":"
                + Instant.now().plusSeconds(3600).getEpochSecond() + "}";
        String signed = part("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + part(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "." + part(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
