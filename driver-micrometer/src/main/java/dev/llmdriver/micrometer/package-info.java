/**
 * Metrics and spans of calls, by the OpenTelemetry conventions for generative AI, through Micrometer. An application hands
 * {@link dev.llmdriver.micrometer.LlmMetrics} and {@link dev.llmdriver.micrometer.LlmObservations} to its client. What is measured, and
 * under which names, is in {@code docs/telemetry.md}.
 */
@NullMarked
package dev.llmdriver.micrometer;

import org.jspecify.annotations.NullMarked;
