/**
 * Decorators for any {@link dev.llmdriver.spi.ChatEngine}: deadline, cache, fallback, cold start, retry, pools of keys, breaker and
 * limits. {@link dev.llmdriver.resilience.Resilience} puts them together in the right order; the other classes are the policies and the
 * state that it is given. They hold no thread while a call runs or waits, and take all time from the call's scheduler.
 */
@NullMarked
package dev.llmdriver.resilience;

import org.jspecify.annotations.NullMarked;
