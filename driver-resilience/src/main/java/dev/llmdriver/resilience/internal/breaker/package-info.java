/** Sparing targets that are down. */
@NullMarked
package dev.llmdriver.resilience.internal.breaker;

import org.jspecify.annotations.NullMarked;
