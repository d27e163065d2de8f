/** The page for people: its files, and whose conversations a browser shows. */
@NullMarked
package dev.llmdriver.server.internal.page;

import org.jspecify.annotations.NullMarked;
