/** Puts the server together. */
@NullMarked
package dev.llmdriver.server.internal;

import org.jspecify.annotations.NullMarked;
