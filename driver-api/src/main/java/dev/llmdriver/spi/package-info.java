/** What a driver or a decorator implements. */
@NullMarked
package dev.llmdriver.spi;

import org.jspecify.annotations.NullMarked;
