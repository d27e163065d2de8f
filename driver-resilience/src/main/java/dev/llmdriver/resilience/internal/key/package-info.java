/** Choosing among keys. */
@NullMarked
package dev.llmdriver.resilience.internal.key;

import org.jspecify.annotations.NullMarked;
