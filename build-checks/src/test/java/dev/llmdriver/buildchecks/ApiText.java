package dev.llmdriver.buildchecks;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The public face of types as text: one line a member, sorted, the same on every JDK. */
final class ApiText {
    private final TypeText types;

    /** {@code onType} hears of every class that a signature names. */
    ApiText(Consumer<Class<?>> onType) {
        this.types = new TypeText(onType);
    }

    /** A type and its visible members, or nothing where the type is not visible. */
    List<String> describe(Class<?> type) {
        if (!isVisible(type)) {
            return List.of();
        }
        Set<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field) && !field.isSynthetic()) {
                members.add(field(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor) && !constructor.isSynthetic()) {
                members.add(executable(constructor, "new"));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method) && !method.isSynthetic() && !isImplied(method)) {
                members.add(executable(method, types.of(method.getAnnotatedReturnType()) + " " + method.getName()));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(header(type));
        members.forEach(member -> lines.add("    " + member));
        return lines;
    }

    private String header(Class<?> type) {
        StringBuilder text = new StringBuilder(modifiers(type.getModifiers(), type));
        text.append(kind(type)).append(' ').append(type.getName()).append(types.parameters(type.getTypeParameters()));
        if (type.isRecord()) {
            text.append(Arrays.stream(type.getRecordComponents())
                    .map(this::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        if (type.getSuperclass() != null
                && !Set.of(Object.class, Record.class, Enum.class).contains(type.getSuperclass())) {
            text.append(" extends ").append(types.of(type.getAnnotatedSuperclass()));
        }
        if (type.getInterfaces().length > 0) {
            text.append(type.isInterface() ? " extends " : " implements ")
                    .append(types.list(type.getAnnotatedInterfaces()));
        }
        return text.toString();
    }

    private String component(RecordComponent component) {
        return types.of(component.getAnnotatedType()) + " " + component.getName();
    }

    private String field(Field field) {
        if (field.isEnumConstant()) {
            return "constant " + field.getName();
        }
        return modifiers(field.getModifiers(), field) + types.of(field.getAnnotatedType()) + " " + field.getName();
    }

    private String executable(Executable executable, String name) {
        StringBuilder text = new StringBuilder(modifiers(executable.getModifiers(), executable));
        if (executable instanceof Method method && method.isDefault()) {
            text.append("default ");
        }
        String variables = types.parameters(executable.getTypeParameters());
        text.append(variables).append(variables.isEmpty() ? "" : " ").append(name);
        text.append(Arrays.stream(executable.getParameters())
                .map(this::parameter)
                .collect(Collectors.joining(", ", "(", ")")));
        if (executable.getExceptionTypes().length > 0) {
            text.append(" throws ").append(types.list(executable.getAnnotatedExceptionTypes()));
        }
        return text.toString();
    }

    private String parameter(Parameter parameter) {
        String type = types.of(parameter.getAnnotatedType());
        if (parameter.isVarArgs()) {
            type = type.substring(0, type.length() - "[]".length()) + "...";
        }
        return type + " " + parameter.getName();
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        if (type.isInterface()) {
            return "interface";
        }
        return type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    /** What a caller or an implementor can tell; {@code synchronized} and the like are nobody's business. */
    private static String modifiers(int flags, Object owner) {
        StringBuilder text = new StringBuilder();
        boolean type = owner instanceof Class<?>;
        append(text, Modifier.isProtected(flags), "protected");
        append(text, Modifier.isStatic(flags) && !type, "static");
        append(text, Modifier.isAbstract(flags) && !isImplicitlyAbstract(owner), "abstract");
        append(text, type && isSealed((Class<?>) owner), "sealed");
        append(text, Modifier.isFinal(flags) && !(type && isImplicitlyFinal((Class<?>) owner)), "final");
        return text.toString();
    }

    private static void append(StringBuilder text, boolean condition, String word) {
        if (condition) {
            text.append(word).append(' ');
        }
    }

    private static boolean isImplicitlyAbstract(Object owner) {
        if (owner instanceof Class<?> type) {
            return type.isInterface() || type.isEnum();
        }
        return ((Member) owner).getDeclaringClass().isInterface();
    }

    /** An enum whose constants have bodies is sealed too, which tells nobody anything. */
    private static boolean isSealed(Class<?> type) {
        return type.isSealed() && !type.isEnum();
    }

    private static boolean isImplicitlyFinal(Class<?> type) {
        return type.isRecord() || type.isEnum();
    }

    /** Public or protected, and so is every type around it. */
    static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
            return false;
        }
        boolean visible = Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
        return visible && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    /** A protected member counts only where somebody can inherit it. */
    private static boolean isVisible(Member member) {
        boolean inheritable = !Modifier.isFinal(member.getDeclaringClass().getModifiers());
        return Modifier.isPublic(member.getModifiers()) || (inheritable && Modifier.isProtected(member.getModifiers()));
    }

    /** What the compiler writes into records and enums, and what every object has. */
    private static boolean isImplied(Method method) {
        Class<?> type = method.getDeclaringClass();
        boolean none = method.getParameterCount() == 0;
        if (type.isRecord() && none) {
            if (Arrays.stream(type.getRecordComponents())
                    .anyMatch(part -> Objects.equals(part.getAccessor(), method))) {
                return true;
            }
        }
        if (type.isEnum()
                && (method.getName().equals("values") || method.getName().equals("valueOf"))) {
            return true;
        }
        return (none && (method.getName().equals("toString") || method.getName().equals("hashCode")))
                || (method.getName().equals("equals")
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Object.class}));
    }
}
