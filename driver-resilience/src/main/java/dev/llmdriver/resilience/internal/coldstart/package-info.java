/** Waiting for models to be loaded, together. */
@NullMarked
package dev.llmdriver.resilience.internal.coldstart;

import org.jspecify.annotations.NullMarked;
