/** Models and the client by injection: {@link dev.llmdriver.guice.LlmModule} is all there is to install. */
@NullMarked
package dev.llmdriver.guice;

import org.jspecify.annotations.NullMarked;
