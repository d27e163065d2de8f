/** Vert.x and Jackson by hand: what the others are measured by. */
@NullMarked
package dev.llmdriver.benchmarks.rawvertx;

import org.jspecify.annotations.NullMarked;
