package dev.llmdriver.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Calls all factories of replies that a class has, with samples. */
final class Factories {
    private Factories() {}

    static List<Reply> all(Class<?> type) throws ReflectiveOperationException {
        List<Method> factories = Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == Reply.class)
                .filter(method -> !List.of(method.getParameterTypes()).contains(Reply.class))
                .toList();
        Reply[] replies = new Reply[factories.size()];
        for (int i = 0; i < replies.length; i++) {
            Object[] samples = Stream.of(factories.get(i).getParameterTypes())
                    .map(Factories::sample)
                    .toArray();
            replies[i] = (Reply) factories.get(i).invoke(null, samples);
        }
        return List.of(replies);
    }

    private static Object sample(Class<?> type) {
        if (type == int.class) {
            return 418;
        }
        if (type == double.class) {
            return 20.0;
        }
        if (type == Duration.class) {
            return Duration.ofMillis(48_940);
        }
        if (type == String[].class) {
            return new String[] {"a"};
        }
        return type == RetryHint[].class ? new RetryHint[0] : "x";
    }
}
