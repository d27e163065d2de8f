/** Reads JSON without making garbage of it. */
@NullMarked
package dev.llmdriver.http.internal.json;

import org.jspecify.annotations.NullMarked;
