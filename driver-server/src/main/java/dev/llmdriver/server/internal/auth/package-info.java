/** Who asks: bearer tokens. */
@NullMarked
package dev.llmdriver.server.internal.auth;

import org.jspecify.annotations.NullMarked;
