package dev.llmdriver.buildchecks;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types as one writes them in a signature, with {@code ?} behind what may be null. */
final class TypeText {
    private final Consumer<Class<?>> onType;

    TypeText(Consumer<Class<?>> onType) {
        this.onType = onType;
    }

    String list(AnnotatedType[] annotated) {
        return Arrays.stream(annotated).map(this::of).collect(Collectors.joining(", "));
    }

    String of(AnnotatedType annotated) {
        return plain(annotated) + (annotated.isAnnotationPresent(Nullable.class) ? "?" : "");
    }

    /** {@code <T extends Foo>}, or nothing. */
    String parameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(variable -> variable.getName() + bounds(" extends ", variable.getAnnotatedBounds()))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private String plain(AnnotatedType annotated) {
        if (annotated instanceof AnnotatedArrayType array) {
            return of(array.getAnnotatedGenericComponentType()) + "[]";
        }
        if (annotated instanceof AnnotatedParameterizedType parameterized) {
            Class<?> raw = (Class<?>) ((ParameterizedType) parameterized.getType()).getRawType();
            return name(raw) + "<" + list(parameterized.getAnnotatedActualTypeArguments()) + ">";
        }
        if (annotated instanceof AnnotatedWildcardType wildcard) {
            AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
            return "?"
                    + (lower.length > 0
                            ? bounds(" super ", lower)
                            : bounds(" extends ", wildcard.getAnnotatedUpperBounds()));
        }
        if (annotated instanceof AnnotatedTypeVariable variable) {
            return ((TypeVariable<?>) variable.getType()).getName();
        }
        return name((Class<?>) annotated.getType());
    }

    private String bounds(String word, AnnotatedType[] bounds) {
        String text = Arrays.stream(bounds).map(this::of).collect(Collectors.joining(" & "));
        return text.equals("Object") ? "" : word + text;
    }

    private String name(Class<?> type) {
        onType.accept(type);
        String name = type.getName();
        return name.startsWith("java.lang.") && type.getPackageName().equals("java.lang")
                ? name.substring("java.lang.".length())
                : name;
    }
}
