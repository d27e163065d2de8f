package dev.llmdriver.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test, or a class of tests, that talks to a real provider. It runs only where the system property {@code llmdriver.live} is
 * {@code true}, as the build's profile {@code api} sets it, and the provider's key is in one of the environment variables that its
 * driver reads. Elsewhere it is skipped by name, and the reason says what is missing.
 *
 * <p>Live tests cost money: ask through {@link LiveBudget}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("live")
@ExtendWith(LiveCondition.class)
public @interface LiveTest {
    /** {@return the id of the driver} */
    String value();

    /** {@return whether a key is needed; otherwise the provider must say that it is up, as Ollama on this machine may} */
    boolean needsKey() default true;
}
