package dev.llmdriver.spi;

import java.util.function.DoubleSupplier;

/**
 * What is left of a limit or a budget.
 *
 * @param kind what it limits: {@code requests}, {@code tokens}, {@code concurrency} or {@code usd}
 * @param scope whose limit it is: a configured name, few of them
 * @param window over which time: {@code minute}, {@code hour}, {@code day}, {@code month}, {@code total}, or {@code now} for concurrency
 * @param remaining reads what is left; any thread, never blocks
 */
public record LimitGauge(String kind, String scope, String window, DoubleSupplier remaining) {}
