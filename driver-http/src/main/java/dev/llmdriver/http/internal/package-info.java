/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.http.internal;

import org.jspecify.annotations.NullMarked;
