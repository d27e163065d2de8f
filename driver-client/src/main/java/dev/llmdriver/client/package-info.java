/** Configured models, the tool loop, structured output and conversations for applications. */
@NullMarked
package dev.llmdriver.client;

import org.jspecify.annotations.NullMarked;
