/** A provider on loopback. One event loop and precomputed bytes, so that the client is what is measured. */
@NullMarked
package dev.llmdriver.benchmarks.server;

import org.jspecify.annotations.NullMarked;
