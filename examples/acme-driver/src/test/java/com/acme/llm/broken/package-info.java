/**
 * Drivers that are broken on purpose, one or several for each rule that the conformance kit tests, to see that its test bites. A defect is a twist of a
 * good driver: at its options, its provider, its engine, its events, its errors, or between it and the wire.
 */
package com.acme.llm.broken;
