package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.Mode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;

/** The test of one rule. */
record RuleTest(String id, Method method) {
    Capability[] needs() {
        return method.getAnnotation(Rule.class).needs();
    }

    /** {@return in which ways the test asks, a scenario for each} */
    List<Mode> modes() {
        return method.getAnnotation(Rule.class).eachMode()
                ? List.of(Mode.GENERATE, Mode.STREAM)
                : List.of(Mode.GENERATE);
    }

    /** {@return the rule's number and its test's name in words} */
    String title() {
        return id + " "
                + method.getName()
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                        .toLowerCase(Locale.ROOT);
    }

    void run(Scenario scenario) throws Throwable {
        try {
            Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor(Scenario.class);
            method.invoke(constructor.newInstance(scenario));
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }
}
