/**
 * Decorators that make any engine deadline-bound and retrying. {@link dev.llmdriver.resilience.Resilience} puts them together in the
 * right order; {@link dev.llmdriver.resilience.RetryPolicy} says when and how often a call is tried again. They work over any
 * {@link dev.llmdriver.spi.ChatEngine}, hold no thread while a call runs or waits, and take all time from the call's scheduler.
 */
@NullMarked
package dev.llmdriver.resilience;

import org.jspecify.annotations.NullMarked;
