package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the Reactive Streams TCK, which is written for TestNG, and counts: a TCK that silently runs no tests passes nothing. What it
 * skips are rules that it cannot check, and several subscribers where there is but one.
 */
final class ReactiveStreamsTck {
    private ReactiveStreamsTck() {}

    static void passes(Class<?> tck, int passes, int skips) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tck))
                                .filters(EngineFilter.includeEngines("testng"))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures().forEach(failure -> {
            throw new AssertionError(failure.getTestIdentifier().getDisplayName(), failure.getException());
        });
        assertThat(summary.getTestsSucceededCount()).as("rules that hold").isEqualTo(passes);
        assertThat(summary.getTestsAbortedCount())
                .as("rules that the TCK skips")
                .isEqualTo(skips);
    }
}
