/** Recorded exchanges, played to the driver and read by an independent reader. */
@NullMarked
package dev.llmdriver.ollama.replay;

import org.jspecify.annotations.NullMarked;
