/** Ways to find what was not given back: objects, threads, buffers, alarms, memory. */
package dev.llmdriver.soak.leak;
