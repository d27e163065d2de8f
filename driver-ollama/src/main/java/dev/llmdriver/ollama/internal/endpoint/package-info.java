/** Where Ollama is. */
@NullMarked
package dev.llmdriver.ollama.internal.endpoint;

import org.jspecify.annotations.NullMarked;
