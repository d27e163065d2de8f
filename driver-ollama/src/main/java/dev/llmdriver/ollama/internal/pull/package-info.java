/** Models, downloaded. */
@NullMarked
package dev.llmdriver.ollama.internal.pull;

import org.jspecify.annotations.NullMarked;
