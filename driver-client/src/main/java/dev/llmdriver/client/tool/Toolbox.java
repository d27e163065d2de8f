package dev.llmdriver.client.tool;

import dev.llmdriver.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tools that a model may use, by name. Immutable.
 *
 * <pre>{@code
 * Toolbox tools = Toolbox.of(RunnableTool.of("get_weather", "The current weather", City.class, station::at))
 *         .plus(Toolbox.ofMethods(new Calendar()));
 * }</pre>
 */
public final class Toolbox {
    private final Map<String, RunnableTool> tools;

    private Toolbox(List<RunnableTool> all) {
        this.tools = new LinkedHashMap<>();
        for (RunnableTool tool : all) {
            if (tools.put(tool.name(), tool) != null) {
                throw new IllegalArgumentException(
                        "there are two tools '" + tool.name() + "'; give one of them another name");
            }
        }
    }

    /** {@return a box of these tools, which must have different names} */
    public static Toolbox of(RunnableTool... tools) {
        return new Toolbox(List.of(tools));
    }

    /**
     * Makes tools of the methods of objects that are annotated with {@link ToolMethod}.
     *
     * @param objects whose methods are called
     * @return the box
     * @throws IllegalArgumentException if an object has no such method, or one that cannot be called
     */
    public static Toolbox ofMethods(Object... objects) {
        List<RunnableTool> all = new ArrayList<>();
        for (Object object : objects) {
            all.addAll(MethodTools.of(object));
        }
        return new Toolbox(all);
    }

    /** {@return a box with the tools of both} */
    public Toolbox plus(Toolbox other) {
        List<RunnableTool> all = new ArrayList<>(tools.values());
        all.addAll(other.tools.values());
        return new Toolbox(all);
    }

    /** {@return what a model is told of the tools} */
    public List<Tool> declarations() {
        return tools.values().stream().map(RunnableTool::declaration).toList();
    }

    /** {@return the tool of this name} */
    public Optional<RunnableTool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** {@return the names, in the order in which the tools were given} */
    public List<String> names() {
        return List.copyOf(tools.keySet());
    }

    @Override
    public String toString() {
        return "Toolbox" + names();
    }
}
