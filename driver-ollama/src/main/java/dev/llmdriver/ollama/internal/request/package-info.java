/** Requests, written. */
@NullMarked
package dev.llmdriver.ollama.internal.request;

import org.jspecify.annotations.NullMarked;
