/** Decorators that make any engine deadline-bound, retrying, limited and observable. */
@NullMarked
package dev.llmdriver.resilience;

import org.jspecify.annotations.NullMarked;
