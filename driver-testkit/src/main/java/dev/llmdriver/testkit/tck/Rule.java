package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the one test of a rule. The method takes a {@link Scenario}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Rule {
    /** The rule's number in {@code docs/CONTRACT.md}. */
    String value();

    /** What must be claimed, or else the rule does not bind. */
    Capability[] needs() default {};

    /** Whether it runs once for whole answers and once for streams, see {@link Scenario#mode()}: it asks in one way at a time. */
    boolean eachMode() default false;
}
