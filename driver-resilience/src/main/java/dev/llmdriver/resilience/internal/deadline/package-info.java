/** The end of a call in time. */
@NullMarked
package dev.llmdriver.resilience.internal.deadline;

import org.jspecify.annotations.NullMarked;
