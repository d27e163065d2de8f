/** Tests over all modules at once; there is no main code. */
@NullMarked
package dev.llmdriver.buildchecks;

import org.jspecify.annotations.NullMarked;
