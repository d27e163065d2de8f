/** How the contract's own classes work. Not exported. */
@NullMarked
package dev.llmdriver.internal;

import org.jspecify.annotations.NullMarked;
