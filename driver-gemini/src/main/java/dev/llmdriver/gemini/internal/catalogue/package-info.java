/** What models there are, and whether the provider can be used. */
@NullMarked
package dev.llmdriver.gemini.internal.catalogue;

import org.jspecify.annotations.NullMarked;
