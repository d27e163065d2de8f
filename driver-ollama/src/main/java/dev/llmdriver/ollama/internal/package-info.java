/** The driver behind its exported types. */
@NullMarked
package dev.llmdriver.ollama.internal;

import org.jspecify.annotations.NullMarked;
