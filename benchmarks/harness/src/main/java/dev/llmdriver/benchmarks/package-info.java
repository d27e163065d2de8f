/** What a contestant implements, and what all parts of the measurement agree on. */
@NullMarked
package dev.llmdriver.benchmarks;

import org.jspecify.annotations.NullMarked;
