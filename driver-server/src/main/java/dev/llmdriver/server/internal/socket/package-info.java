/** What the page says to the server and hears from it: several conversations over one WebSocket. */
@NullMarked
package dev.llmdriver.server.internal.socket;

import org.jspecify.annotations.NullMarked;
