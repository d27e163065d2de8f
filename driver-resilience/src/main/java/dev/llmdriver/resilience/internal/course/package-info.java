/** The way of a call through its failures. */
@NullMarked
package dev.llmdriver.resilience.internal.course;

import org.jspecify.annotations.NullMarked;
