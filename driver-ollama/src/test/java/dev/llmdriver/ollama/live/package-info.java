/** The same scenarios against the real service, and against the twin, where they need no key. */
@NullMarked
package dev.llmdriver.ollama.live;

import org.jspecify.annotations.NullMarked;
