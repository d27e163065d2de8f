/** What every attempt must pass, and how it is passed. */
@NullMarked
package dev.llmdriver.resilience.internal.gate;

import org.jspecify.annotations.NullMarked;
