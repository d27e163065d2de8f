package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Health;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.internal.FromEnvironment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class LiveConditionTest {
    private final String before = System.getProperty("llmdriver.live", "false");
    private Health health = new Health(Health.Status.UP, "fine", "");
    private final FakeDriver driver = new FakeDriver(options -> provider());

    @LiveTest(FakeDriver.ID)
    private static final class ByKey {}

    @LiveTest(value = FakeDriver.ID, needsKey = false)
    private static final class ByHealth {}

    @LiveTest("absent")
    private static final class OfNobody {}

    @AfterEach
    void restore() {
        System.setProperty("llmdriver.live", before);
    }

    @Test
    void withoutTheSwitchItIsSkippedByName() {
        System.setProperty("llmdriver.live", "false");
        assertSkipped(decide(ByKey.class, Map.of("FAKE_KEY", "k")), "live tests of fake run with -Papi");
        assertSkipped(decide(ByHealth.class, Map.of()), "live tests of fake run with -Papi");
    }

    @Test
    void withoutAKeyItIsSkippedByName() {
        System.setProperty("llmdriver.live", "true");
        assertSkipped(decide(ByKey.class, Map.of()), "no key of fake: set FAKE_KEY or OTHER_KEY");
        assertSkipped(decide(ByKey.class, Map.of("FAKE_KEY", " ")), "no key of fake");
    }

    @Test
    void withAKeyItRuns() {
        System.setProperty("llmdriver.live", "true");
        health = new Health(Health.Status.DOWN, "a provider that is down makes the test fail, not skip", "");
        assertThat(decide(ByKey.class, Map.of("OTHER_KEY", "k")).isDisabled()).isFalse();
    }

    @Test
    void aProviderWithoutAKeyMustBeUp() {
        System.setProperty("llmdriver.live", "true");
        assertThat(decide(ByHealth.class, Map.of()).isDisabled()).isFalse();
        health = new Health(Health.Status.DOWN, "nobody listens", "start it");
        assertSkipped(decide(ByHealth.class, Map.of()), "fake is not reachable: nobody listens; start it");
    }

    @Test
    void aDriverThatIsNotThereIsNoReasonToSkip() {
        System.setProperty("llmdriver.live", "true");
        assertThatThrownBy(() -> decide(OfNobody.class, Map.of())).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void whatTheEnvironmentSaysBecomesOptions() {
        FromEnvironment environment = new FromEnvironment(Map.of("FAKE_KEY", "", "OTHER_KEY", "k"));
        assertThat(environment.options(driver).build().isSet(CommonOptions.API_KEY))
                .isTrue();
        assertThat(new FromEnvironment(Map.of()).options(driver).build().isSet(CommonOptions.API_KEY))
                .isFalse();
    }

    private LlmProvider provider() {
        return new FakeProvider(FakeDriver.ID, name -> ScriptedChatModel.create(), health, List.of());
    }

    private ConditionEvaluationResult decide(Class<?> test, Map<String, String> environment) {
        return LiveCondition.decide(
                test.getAnnotation(LiveTest.class), LlmDrivers.of(driver), new FromEnvironment(environment));
    }

    private static void assertSkipped(ConditionEvaluationResult result, String reason) {
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .hasValueSatisfying(text -> assertThat(text).contains(reason));
    }
}
