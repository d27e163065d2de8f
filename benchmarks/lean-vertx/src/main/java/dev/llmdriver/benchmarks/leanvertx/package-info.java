/** Vert.x and a byte scanner: how low it can go. */
@NullMarked
package dev.llmdriver.benchmarks.leanvertx;

import org.jspecify.annotations.NullMarked;
