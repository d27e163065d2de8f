package dev.llmdriver.server.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.spi.Scheduler;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bearer tokens: none lets anybody in whose signature is not the secret's, whatever its header says, nor one whose claims are not for
 * this server. What is fed is a token as it is, or a header and claims that are signed as they should be.
 */
public final class TokensTarget implements FuzzTarget {
    private static final byte[] SECRET = "a secret of more than thirty-two bytes".getBytes(UTF_8);
    private static final String ISSUER = "https://login.example";
    private static final int LONGEST_NAME = 255;

    private final Callers callers = new Callers(
            Optional.of(new AuthSettings(Optional.of(new String(SECRET, UTF_8)), Optional.empty(), ISSUER, "llm")),
            new Workers(),
            Scheduler.system());

    @Override
    public void feed(byte[] bytes) throws GeneralSecurityException, ParseException {
        Input input = Input.of(bytes);
        String[] lines = input.text().split("\n", 2);
        boolean signed = input.has(1) && lines.length == 2;
        String token = signed ? signed(lines[0], lines[1]) : input.text();
        try {
            Caller caller = callers.of(token);
            assertThat(signed).as("somebody knew the secret").isTrue();
            assertThat(caller.id()).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_NAME);
            assertThat(caller.id().codePoints()).noneMatch(Character::isISOControl);
            SignedJWT read = SignedJWT.parse(token); // by the same library, which takes JSON that others would not
            assertThat(read.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
            assertThat(read.getJWTClaimsSet().getIssuer()).isEqualTo(ISSUER);
            assertThat(read.getJWTClaimsSet().getAudience()).contains("llm");
        } catch (Refusal refused) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).contains("invalid_api_key");
        }
    }

    private static String signed(String header, String claims) throws GeneralSecurityException {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String content =
                base64.encodeToString(header.getBytes(UTF_8)) + "." + base64.encodeToString(claims.getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return content + "." + base64.encodeToString(mac.doFinal(content.getBytes(UTF_8)));
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        1,
                        "{'alg':'HS256','typ':'JWT'}\n{'sub':'ann','iss':'https://login.example','aud':'llm','exp':99999999999}"),
                Input.seed(
                        1,
                        "{'alg':'HS256','typ':'at+jwt','crit':['exp'],'jku':'http://127.0.0.1:1/','jwk':{'kty':'oct','k':'AAAA'},'x5c':['AAAA'],'b64':false,'kid':'../../x'}\n{'sub':'a\\u0000','iss':'https://login.example','aud':['x','llm'],'exp':1e400,'nbf':-1}"),
                Input.seed(1, "{'alg':'none'}\n{'sub':'ann'}"),
                Input.seed(1, "{'alg':'dir','enc':'A128GCM','zip':'DEF','p2c':2147483647}\n{}"),
                Input.seed(1, "{'alg':" + "[".repeat(9000) + "\n" + "{'a':".repeat(9000)),
                Input.raw(0, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ."),
                Input.raw(0, "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AAAA"),
                Input.raw(0, "a.b.c.d.e"),
                Input.raw(0, "..... \u0000"));
    }
}
