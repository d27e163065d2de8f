/** How failures are told: shapes of bodies, the ordered table. */
@NullMarked
package dev.llmdriver.huggingface.internal.error;

import org.jspecify.annotations.NullMarked;
