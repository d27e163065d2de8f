/** What there is, and how it is. */
@NullMarked
package dev.llmdriver.ollama.internal.catalogue;

import org.jspecify.annotations.NullMarked;
