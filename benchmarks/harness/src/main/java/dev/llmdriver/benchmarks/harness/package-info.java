/** A contestant's process: workloads and what is read while they run. */
@NullMarked
package dev.llmdriver.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
