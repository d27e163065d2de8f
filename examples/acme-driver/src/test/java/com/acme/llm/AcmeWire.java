package com.acme.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.Json;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinToolCall;
import dev.llmdriver.testkit.WireTwin;
import dev.llmdriver.testkit.tck.TckWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Acme says things. */
public final class AcmeWire implements TckWire {
    private static final String LINES = "application/x-ndjson";

    private record Fault(int status, String code) {}

    private static final Map<ErrorKind, Fault> FAULTS = Map.of(
            ErrorKind.AUTHENTICATION, new Fault(401, "who_are_you"),
            ErrorKind.QUOTA_EXHAUSTED, new Fault(402, "empty_purse"),
            ErrorKind.RATE_LIMITED, new Fault(429, "too_fast"),
            ErrorKind.MODEL_NOT_FOUND, new Fault(404, "no_such_model"),
            ErrorKind.MODEL_LOADING, new Fault(503, "warming_up"),
            ErrorKind.CONTEXT_LENGTH, new Fault(400, "too_long"),
            ErrorKind.CONTENT_BLOCKED, new Fault(403, "withheld"),
            ErrorKind.OVERLOADED, new Fault(503, "busy"),
            ErrorKind.SERVER_ERROR, new Fault(500, "broken"),
            ErrorKind.INVALID_REQUEST, new Fault(400, "nonsense"));

    @Override
    public Reply whole(TwinAnswer answer) {
        return Reply.builder()
                .contentType(LINES)
                .write(String.join("\n", lines(answer)) + "\n")
                .build();
    }

    @Override
    public Reply stream(TwinAnswer answer) {
        return streaming(lines(answer)).build();
    }

    private static ReplyBuilder streaming(List<String> lines) {
        ReplyBuilder reply = Reply.builder().contentType(LINES).chunked();
        lines.forEach(reply::line);
        return reply;
    }

    private static List<String> lines(TwinAnswer answer) {
        List<String> lines = pieces(answer);
        ObjectNode end = Json.object().put("done", word(answer.finishReason()));
        end.put("model", answer.model()).put("id", answer.id());
        answer.usage()
                .ifPresent(usage ->
                        end.putObject("cost").put("read", usage.input()).put("written", usage.output()));
        lines.add(end.toString());
        return lines;
    }

    private static List<String> pieces(TwinAnswer answer) {
        List<String> lines = new ArrayList<>();
        for (String piece : answer.pieces()) {
            lines.add(Json.object().put("say", piece).toString());
        }
        for (TwinToolCall call : answer.toolCalls()) {
            lines.add(Json.object()
                    .put("call", call.id())
                    .put("tool", call.name())
                    .put("input", call.arguments())
                    .toString());
        }
        return lines;
    }

    private static String word(String finishReason) {
        return switch (finishReason) {
            case "stop" -> "complete";
            case "length" -> "limit";
            case "tool_calls" -> "calls";
            default -> finishReason;
        };
    }

    @Override
    public boolean sendsServerSentEvents() {
        return false;
    }

    @Override
    public Optional<Reply> error(ErrorKind kind, String detail) {
        return Optional.ofNullable(FAULTS.get(kind))
                .map(fault -> Reply.json(fault.status(), fault(fault, detail).toString()));
    }

    private static ObjectNode fault(Fault fault, String detail) {
        return Json.object().put("fault", fault.code()).put("text", detail);
    }

    @Override
    public Optional<Reply> failing(TwinAnswer soFar, ErrorKind kind, String detail) {
        return Optional.ofNullable(FAULTS.get(kind)).map(fault -> {
            List<String> lines = pieces(soFar);
            lines.add(fault(fault, detail).toString());
            return streaming(lines).build();
        });
    }

    @Override
    public Optional<Reply> loading(Duration estimate) {
        Fault fault = new Fault(503, "warming_up");
        return Optional.of(Reply.json(
                503, fault(fault, "soon").put("seconds", estimate.toSeconds()).toString()));
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("x-request-id");
    }

    @Override
    public boolean serve(WireTwin twin, String... models) {
        ObjectNode list = Json.object();
        ArrayNode entries = list.putArray("models");
        for (String model : models) {
            entries.addObject().put("name", model);
        }
        twin.on(request -> request.path().equals("/v1/models"), request -> Reply.json(200, list.toString()));
        return true;
    }
}
