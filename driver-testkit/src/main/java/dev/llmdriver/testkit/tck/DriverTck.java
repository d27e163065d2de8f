package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.Secret;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The conformance kit. A driver's test extends this class and says what it is; each rule of {@code docs/CONTRACT.md} that binds
 * drivers is then one JUnit test. No key and no network is needed: a {@link dev.llmdriver.testkit.WireTwin} on the loopback says what
 * the {@link TckWire} words.
 *
 * <pre>{@code
 * class AcmeTckTest extends DriverTck {
 *     protected LlmDriver driver() { return new AcmeDriver(); }
 *     protected TckWire wire() { return new AcmeWire(); }
 *     protected Set<Capability> capabilities() { return Set.of(STREAMING, SYSTEM_MESSAGES, TOOLS); }
 * }
 * }</pre>
 *
 * <p>Claims decide which rules bind: what is claimed is proved, and what is not claimed must not be there. Requests counted at the
 * socket must equal the attempts reported, after every scenario; a scripted reply that nobody asked for fails. The results are written
 * to {@code target/tck/<driver id>.json}. {@code -Dtck.rule=S5} runs one rule; {@code -Dtck.patience=60} waits for so many seconds
 * (default 30) for what must come. Not thread-safe.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DriverTck {
    private static final String ONE_RULE = System.getProperty("tck.rule", "");

    private final List<TckResult> results = new ArrayList<>();

    /** For the driver's part. */
    protected DriverTck() {}

    /** {@return the driver} */
    protected abstract LlmDriver driver();

    /** {@return how its provider says things} */
    protected abstract TckWire wire();

    /** {@return what the driver and its provider can do} */
    protected abstract Set<Capability> capabilities();

    /**
     * {@return the options for a provider at this address; by default named as the driver, with address and key as the common options}
     *
     * @param baseUri where the kit's server listens, without a slash at the end
     * @param key the key to send
     */
    protected DriverOptions.Builder options(URI baseUri, String key) {
        return DriverOptions.builder(driver().id())
                .set(CommonOptions.BASE_URL, baseUri)
                .set(CommonOptions.API_KEY, Secret.of(key));
    }

    /** {@return a key of the form that the driver takes; by default one with a prefix that nobody has} */
    protected String key() {
        return "tck-7Kq3vXw9RbT2mZp8LcYs";
    }

    /** {@return another key of the shape that all keys of the provider have; empty, as by default, if they have none} */
    protected Optional<String> otherKey() {
        return Optional.empty();
    }

    /** {@return the name of a chat model; by default {@code tck-chat}} */
    protected String chatModel() {
        return "tck-chat";
    }

    /** {@return the name of an embedding model; by default {@code tck-embed}} */
    protected String embeddingModel() {
        return "tck-embed";
    }

    /**
     * {@return rules, such as {@code D10}, or steps of rules, such as {@code C1/while connecting}, that cannot be proved of this driver,
     * each with the reason, which the table of conformance shows; by default none. Core rules can be skipped by the step only}
     */
    protected Map<String, String> skips() {
        return Map.of();
    }

    /** {@return a test for each rule} */
    @TestFactory
    public final Stream<DynamicTest> rules() {
        return Rulebook.all().stream()
                .filter(test -> ONE_RULE.isEmpty() || ONE_RULE.equals(test.id()))
                .map(test ->
                        DynamicTest.dynamicTest(test.title(), () -> report(test.title(), TckRunner.run(this, test))));
    }

    /** {@return a test for each capability: claims and what the driver shows must agree} */
    @TestFactory
    public final Stream<DynamicTest> claims() {
        return Stream.of(Capability.values())
                .filter(capability -> ONE_RULE.isEmpty() || ONE_RULE.equals(capability.name()))
                .map(capability -> DynamicTest.dynamicTest(
                        "claim " + capability, () -> report("claim " + capability, TckRunner.run(this, capability))));
    }

    private void report(String title, TckResult result) {
        results.add(result);
        if (result.failure() != null) {
            // Test frameworks number these tests: the message must say which rule is broken.
            throw new AssertionError("rule " + title + " (docs/CONTRACT.md): " + result.reason(), result.failure());
        }
        Assumptions.assumeTrue(result.status() == TckResult.Status.PASSED, result.reason());
    }

    /** Writes the results down. */
    @AfterAll
    public final void writeResults() {
        if (ONE_RULE.isEmpty()) {
            Results.write(driver().id(), results);
        }
    }
}
