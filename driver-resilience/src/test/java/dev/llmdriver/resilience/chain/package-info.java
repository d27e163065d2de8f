/** The whole chain over a scripted provider, on a virtual clock: what must hold whatever happens. */
package dev.llmdriver.resilience.chain;
