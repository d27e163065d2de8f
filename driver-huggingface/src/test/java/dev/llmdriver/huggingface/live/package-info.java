/** The same scenarios against the real service, and against the twin, where they need no key. */
@NullMarked
package dev.llmdriver.huggingface.live;

import org.jspecify.annotations.NullMarked;
