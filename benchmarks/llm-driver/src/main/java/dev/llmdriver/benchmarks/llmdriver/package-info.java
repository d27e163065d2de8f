/** What this repository builds, through its public API. */
@NullMarked
package dev.llmdriver.benchmarks.llmdriver;

import org.jspecify.annotations.NullMarked;
