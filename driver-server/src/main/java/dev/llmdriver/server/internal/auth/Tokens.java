package dev.llmdriver.server.internal.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.spi.Scheduler;
import java.lang.System.Logger.Level;
import java.text.ParseException;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Believes tokens, or does not. May ask for keys, so never on an event loop. Thread-safe. */
final class Tokens {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    private static final int SKEW_SECONDS = 30;
    private static final int LONGEST_NAME = 255;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    /** Whether the keys could not be read, and no token was right since. */
    private volatile boolean away;

    Tokens(AuthSettings settings, Scheduler clock) {
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(TokenKeys.of(settings));
        processor.setJWTClaimsSetVerifier(new Claims(settings, clock));
    }

    /**
     * Finds out who made a request.
     *
     * @throws Refusal if the token is not to be believed, or cannot be checked
     */
    Caller caller(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            away = false;
            return new Caller(named(claims.getSubject()));
        } catch (RateLimitReachedException unknownKey) {
            throw away ? uncheckable() : refused();
        } catch (KeySourceException unreadable) {
            away = true;
            LOG.log(Level.WARNING, "the keys at llm.server.auth.jwks cannot be read");
            LOG.log(Level.DEBUG, "why they cannot be read", unreadable);
            throw uncheckable();
        } catch (ParseException | BadJOSEException | JOSEException | RuntimeException wrong) {
            // whatever a token does to those who read it, it lets nobody in
            LOG.log(Level.DEBUG, "a token was refused", wrong);
            throw refused();
        }
    }

    /** One that a database and a log can hold. */
    private static String named(@Nullable String subject) {
        if (subject == null
                || subject.isBlank()
                || subject.length() > LONGEST_NAME
                || subject.codePoints().anyMatch(Tokens::isUnkeepable)) {
            throw refused();
        }
        return subject;
    }

    /** {@return whether it is a control, or half a character, of which a database makes a question mark: another one's name} */
    private static boolean isUnkeepable(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }

    private static Refusal uncheckable() {
        return Refusal.of(503, "Tokens cannot be checked at present; try again later.");
    }

    private static Refusal refused() {
        return Refusal.unauthorized("The bearer token is wrong, not made for this server, or no longer valid.");
    }

    /** Made by whom, for whom, about whom, and until when. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Scheduler clock;

        Claims(AuthSettings settings, Scheduler clock) {
            super(
                    settings.audience(),
                    new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                    Set.of("sub", "exp"));
            this.clock = clock;
            setMaxClockSkew(SKEW_SECONDS);
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.now());
        }
    }
}
