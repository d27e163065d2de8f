/** Answers that are given again. */
@NullMarked
package dev.llmdriver.resilience.internal.cache;

import org.jspecify.annotations.NullMarked;
