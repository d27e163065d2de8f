/** Starts processes turn by turn, gathers what they say and compares it. */
@NullMarked
package dev.llmdriver.benchmarks.runner;

import org.jspecify.annotations.NullMarked;
