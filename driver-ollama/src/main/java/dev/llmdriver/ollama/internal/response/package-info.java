/** Answers, read. */
@NullMarked
package dev.llmdriver.ollama.internal.response;

import org.jspecify.annotations.NullMarked;
