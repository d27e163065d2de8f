/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.client.internal;

import org.jspecify.annotations.NullMarked;
