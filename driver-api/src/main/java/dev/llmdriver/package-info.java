/** The contract that applications use: providers, chat models, requests, answers and events. */
@NullMarked
package dev.llmdriver;

import org.jspecify.annotations.NullMarked;
