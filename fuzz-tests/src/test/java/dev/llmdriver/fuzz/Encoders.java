package dev.llmdriver.fuzz;

import static dev.llmdriver.fuzz.Told.at;
import static dev.llmdriver.fuzz.Told.list;
import static dev.llmdriver.fuzz.Told.map;
import static dev.llmdriver.fuzz.Told.objectOf;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Mode;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import dev.llmdriver.ollama.internal.request.Defaults;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The three drivers' encoders of requests, and how what they wrote is read by the wire pages alone. */
enum Encoders {
    HUGGING_FACE("temperature top_p max_tokens seed stop") {
        @Override
        byte[] encode(ChatRequest request, Mode mode) {
            EndpointResolver resolver = new EndpointResolver("router", Dialect.AUTO, Map.of());
            Endpoint endpoint = resolver.resolve(null);
            return new dev.llmdriver.huggingface.internal.request.ChatRequestCodec(
                            endpoint, resolver.model(endpoint, "org/m"))
                    .encode(request, mode)
                    .body();
        }

        @Override
        void read(Map<String, Object> body, Told told) {
            for (Object each : list(body.get("messages"))) {
                Map<String, Object> message = map(each);
                String role = String.valueOf(message.get("role"));
                if (role.equals("tool")) {
                    told.add("result", at(message, "tool_call_id"), at(message, "content"));
                } else if (message.get("content") instanceof String text) {
                    told.text(role, text);
                } else {
                    list(message.get("content")).forEach(part -> part(part, told));
                }
                for (Object call : list(message.get("tool_calls"))) {
                    String arguments = String.valueOf(at(call, "function", "arguments"));
                    told.add("call", at(call, "id"), at(call, "function", "name"), objectOf(arguments, "arguments"));
                }
            }
            list(body.get("tools")).forEach(tool -> tool(map(tool).get("function"), "parameters", told));
        }

        private void part(Object part, Told told) {
            told.text("user", map(part).get("text"));
            if ("image_url".equals(map(part).get("type"))) {
                told.add(
                        "image",
                        String.valueOf(at(part, "image_url", "url"))
                                .replace("data:", "")
                                .replace(";base64,", " "));
            }
        }

        @Override
        List<Object> result(String id, String name, String content, boolean error) {
            return List.of(id, error ? "Error: " + content : content);
        }
    },
    GEMINI("temperature topP maxOutputTokens seed stopSequences") {
        @Override
        byte[] encode(ChatRequest request, Mode mode) {
            return new dev.llmdriver.gemini.internal.request.ChatRequestCodec(
                            "gemini-2.5-flash", dev.llmdriver.gemini.internal.request.RequestSettings.NONE)
                    .encode(request)
                    .body();
        }

        @Override
        void read(Map<String, Object> body, Told told) {
            list(map(body.get("systemInstruction")).get("parts"))
                    .forEach(part -> told.text("system", map(part).get("text")));
            for (Object content : list(body.get("contents"))) {
                String role = at(content, "role").equals("model") ? "assistant" : "user";
                list(map(content).get("parts")).forEach(part -> part(role, map(part), told));
            }
            for (Object tools : list(body.get("tools"))) {
                list(map(tools).get("functionDeclarations")).forEach(tool -> tool(tool, "parametersJsonSchema", told));
            }
        }

        private void part(String role, Map<String, Object> part, Told told) {
            told.text(role, part.get("text"));
            if (part.containsKey("inlineData")) {
                told.add("image", at(part, "inlineData", "mimeType") + " " + at(part, "inlineData", "data"));
            } else if (part.containsKey("functionCall")) {
                Object call = Objects.requireNonNull(part.get("functionCall"));
                told.add("call", at(call, "id"), at(call, "name"), at(call, "args"));
            } else if (part.containsKey("functionResponse")) {
                Object result = Objects.requireNonNull(part.get("functionResponse"));
                told.add("result", at(result, "id"), at(result, "name"), at(result, "response"));
            }
        }

        @Override
        Object settings(Map<String, Object> body) {
            return map(body.get("generationConfig"));
        }

        @Override
        List<Object> result(String id, String name, String content, boolean error) {
            Object response = error ? Map.of("error", content) : objectOf(content, "output");
            return List.of(id, name, response);
        }
    },
    OLLAMA("temperature top_p num_predict seed stop") {
        @Override
        byte[] encode(ChatRequest request, Mode mode) {
            return new dev.llmdriver.ollama.internal.request.ChatRequestCodec("m", Defaults.NONE)
                    .encode(request, mode, Capabilities.unknown())
                    .body();
        }

        @Override
        void read(Map<String, Object> body, Told told) {
            for (Object each : list(body.get("messages"))) {
                Map<String, Object> message = map(each);
                String role = String.valueOf(message.get("role"));
                if (role.equals("tool")) {
                    told.add("result", at(message, "tool_call_id"), at(message, "tool_name"), at(message, "content"));
                } else {
                    told.text(role, message.get("content"));
                }
                list(message.get("images")).forEach(image -> told.add("image", image));
                for (Object call : list(message.get("tool_calls"))) {
                    told.add("call", at(call, "id"), at(call, "function", "name"), at(call, "function", "arguments"));
                }
            }
            list(body.get("tools")).forEach(tool -> tool(map(tool).get("function"), "parameters", told));
        }

        @Override
        Object settings(Map<String, Object> body) {
            return map(body.get("options"));
        }

        @Override
        List<Object> result(String id, String name, String content, boolean error) {
            return List.of(id, name, error ? "Error: " + content : content);
        }
    };

    private final String fields;

    Encoders(String fields) {
        this.fields = fields;
    }

    abstract byte[] encode(ChatRequest request, Mode mode);

    /** Tells what stands in the body's messages and tools. */
    abstract void read(Map<String, Object> body, Told told);

    /** {@return how a result of a tool is told} */
    abstract List<Object> result(String id, String name, String content, boolean error);

    /** {@return where the numbers are} */
    Object settings(Map<String, Object> body) {
        return body;
    }

    /** {@return the names of temperature, top-p, the bound of tokens, seed and stop words} */
    String[] fields() {
        return fields.split(" ", -1);
    }

    private static void tool(@Nullable Object function, String parameters, Told told) {
        Object known = Objects.requireNonNull(function);
        told.add("tool", at(known, "name"), at(known, "description"), at(known, parameters));
    }
}
