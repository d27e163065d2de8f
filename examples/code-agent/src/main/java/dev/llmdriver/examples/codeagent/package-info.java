/** From a prompt to a page that was checked: the model writes, parsers judge, and what they find goes back to the model. */
@NullMarked
package dev.llmdriver.examples.codeagent;

import org.jspecify.annotations.NullMarked;
