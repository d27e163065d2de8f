package dev.llmdriver.client.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.Tool;
import dev.llmdriver.client.Description;
import dev.llmdriver.client.internal.JavaForms;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.internal.json.Json;
import dev.llmdriver.client.internal.json.JsonForm;
import dev.llmdriver.client.internal.json.SchemaCheck;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes tools of annotated methods. */
final class MethodTools {
    private final Object target;
    private final Method method;
    private final List<Parameter> parameters;
    private final ObjectNode schema;
    private final SchemaCheck check;

    private MethodTools(Object target, Method method) {
        this.target = target;
        this.method = opened(method);
        this.parameters = List.of(method.getParameters());
        this.schema = JavaForms.SCHEMAS.ofMembers(members());
        describe();
        this.check = new SchemaCheck(schema);
    }

    /** {@return a tool for each annotated method of an object, by the methods' names} */
    static List<RunnableTool> of(Object target) {
        List<RunnableTool> tools = methods(target.getClass()).stream()
                .filter(method -> method.isAnnotationPresent(ToolMethod.class) && !method.isBridge())
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> new MethodTools(target, method).tool())
                .toList();
        if (tools.isEmpty()) {
            throw new IllegalArgumentException(
                    target.getClass().getName() + " has no method with @ToolMethod; annotate those a model may call");
        }
        return tools;
    }

    /** Those of a class and what it inherits, of interfaces too. Of a method that was overridden only the nearest counts: it decides whether it is a tool. */
    private static Collection<Method> methods(Class<?> type) {
        Map<String, Method> nearest = new LinkedHashMap<>();
        for (Class<?> each : ancestry(type)) {
            Method[] declared = each.getDeclaredMethods();
            for (Method method : declared) {
                boolean inherited = !each.isInterface() || method.isDefault();
                if (inherited && (!method.isBridge() || overrides(method, declared))) {
                    nearest.putIfAbsent(method.getName() + Arrays.toString(method.getParameterTypes()), method);
                }
            }
        }
        return nearest.values();
    }

    /** {@return a class and all that it is, the nearest first; its interfaces come last, for a class wins over them} */
    private static Collection<Class<?>> ancestry(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        Collection<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            classes.add(each);
            addInterfaces(each, interfaces);
        }
        List<Class<?>> narrowFirst = new ArrayList<>(interfaces);
        narrowFirst.sort(Comparator.comparingInt(each -> -depth(each)));
        classes.addAll(narrowFirst);
        return classes;
    }

    private static void addInterfaces(Class<?> type, Collection<Class<?>> all) {
        for (Class<?> each : type.getInterfaces()) {
            all.add(each);
            addInterfaces(each, all);
        }
    }

    /** {@return over how many others an interface stands, so that one comes before those that it overrides} */
    private static int depth(Class<?> type) {
        return Arrays.stream(type.getInterfaces())
                .mapToInt(each -> 1 + depth(each))
                .max()
                .orElse(0);
    }

    /** {@return whether a bridge leads to a method of its own class} One that only makes an inherited method visible overrides nothing. */
    private static boolean overrides(Method bridge, Method[] declared) {
        return Arrays.stream(declared)
                .anyMatch(method -> !method.isBridge()
                        && method.getName().equals(bridge.getName())
                        && method.getParameterCount() == bridge.getParameterCount());
    }

    private static Method opened(Method method) {
        try {
            method.setAccessible(true);
            return method;
        } catch (InaccessibleObjectException closed) {
            throw new IllegalArgumentException(
                    method + " cannot be called; open its package to the module dev.llmdriver.client", closed);
        }
    }

    private RunnableTool tool() {
        ToolMethod words = method.getAnnotation(ToolMethod.class);
        String name = words.name().isEmpty() ? method.getName() : words.name();
        Tool declaration =
                new Tool(name, words.value(), JsonForm.allRequired(schema).toString());
        return RunnableTool.of(declaration, json -> {
            @Nullable Object[] values = read(json);
            return context -> call(values, context);
        });
    }

    private Map<String, Type> members() {
        Map<String, Type> members = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (parameter.getType() != ToolContext.class) {
                members.put(named(parameter), parameter.getParameterizedType());
            }
        }
        return members;
    }

    private void describe() {
        for (Parameter parameter : parameters) {
            Description words = parameter.getAnnotation(Description.class);
            if (words != null && schema.path("properties").get(parameter.getName()) instanceof ObjectNode member) {
                member.put("description", words.value());
            }
        }
    }

    private String named(Parameter parameter) {
        if (!parameter.isNamePresent()) {
            throw new IllegalArgumentException("the parameters of " + method
                    + " have no names at run time; compile its class with -parameters, or use a record");
        }
        return parameter.getName();
    }

    private @Nullable Object[] read(String json) throws BadJson {
        JsonNode tree = Json.parse(json);
        check.check(tree);
        @Nullable Object[] values = new @Nullable Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.getType() != ToolContext.class) {
                JsonNode value = tree.path(parameter.getName());
                values[i] = Json.convert(
                        value.isMissingNode() ? Json.MAPPER.nullNode() : value, parameter.getParameterizedType());
            }
        }
        return values;
    }

    private @Nullable Object call(@Nullable Object[] values, ToolContext context) throws Exception {
        @Nullable Object[] all = values.clone();
        for (int i = 0; i < all.length; i++) {
            if (parameters.get(i).getType() == ToolContext.class) {
                all[i] = context;
            }
        }
        try {
            Object result = method.invoke(target, all);
            return method.getReturnType() == void.class ? "done" : result;
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Exception cause) {
                throw cause;
            } else if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw thrown;
        }
    }
}
