package dev.llmdriver.testkit;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import dev.llmdriver.Health;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.internal.FromEnvironment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides whether a live test runs. */
final class LiveCondition implements ExecutionCondition {
    private static final String SWITCH = "llmdriver.live";
    private static final int SECONDS = 5;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), LiveTest.class)
                .map(live -> decide(live, LlmDrivers.load(), FromEnvironment.ofProcess()))
                .orElseGet(() -> enabled("not a live test"));
    }

    static ConditionEvaluationResult decide(LiveTest live, LlmDrivers drivers, FromEnvironment environment) {
        if (!Boolean.getBoolean(SWITCH)) {
            return disabled("live tests of " + live.value() + " run with -Papi (system property " + SWITCH + "=true)");
        }
        LlmDriver driver = drivers.get(live.value());
        return live.needsKey() ? byKey(driver, environment) : byHealth(driver, drivers, environment);
    }

    private static ConditionEvaluationResult byKey(LlmDriver driver, FromEnvironment environment) {
        List<String> variables = environment.keyVariables(driver);
        return variables.stream().anyMatch(environment::isSet)
                ? enabled("there is a key of " + driver.id())
                : disabled("no key of " + driver.id() + ": set " + String.join(" or ", variables));
    }

    private static ConditionEvaluationResult byHealth(
            LlmDriver driver, LlmDrivers drivers, FromEnvironment environment) {
        try (LlmProvider provider = drivers.open(environment.options(driver).build())) {
            Health health = provider.health().get(SECONDS, TimeUnit.SECONDS);
            return health.status() == Health.Status.UP
                    ? enabled(driver.id() + " is up")
                    : disabled(driver.id() + " is not reachable: " + health.detail() + "; " + health.remedy());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return disabled("interrupted while " + driver.id() + " was asked for its health");
        } catch (Exception e) {
            return disabled(driver.id() + " did not say that it is up: " + e);
        }
    }
}
