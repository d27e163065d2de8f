package dev.llmdriver.testkit.tck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** R, the messages and parts of a request. */
final class RequestPartRules {
    private static final List<String> NASTY = List.of(
            "\"quoted\" and \\backslashed\\ /slashed/",
            "lines\nof\r\nevery\rkind\u2028and\u2029more",
            "tabs\tand controls \u0001\u0008\u000c\u001f\u007f",
            "pairs \uD83D\uDC1F\uD834\uDD1E and wide 海 größer",
            "</script><think>&amp;%20{{x}}${y}",
            " spaces around ");

    private final Scenario s;

    RequestPartRules(Scenario scenario) {
        s = scenario;
    }

    private List<FieldFate> fates(ChatRequest request) {
        return s.fates(request);
    }

    private static ChatRequestBuilder request() {
        return Samples.request().toBuilder();
    }

    @Rule(value = "R5", eachMode = true)
    void partsKeepTheirOrderAndBorders() {
        ChatRequest request = ChatRequest.builder()
                .user("part-1")
                .message(Message.of(Role.ASSISTANT, Text.of("part-2")))
                .message(Message.of(Role.USER, Text.of("part-3"), Text.of("part-4")))
                .build();
        Sent sent = s.sent(request);
        List<String> order =
                sent.texts().stream().filter(text -> text.contains("part-")).toList();
        boolean told =
                fates(request).stream().anyMatch(fate -> fate.field().equals("messages") && fate.fate() != Fate.SENT);
        Check.equal(
                "the texts in order",
                "part-1part-2part-3part-4",
                String.join("", order).replaceAll("\\s", ""));
        Check.that(
                told || order.equals(List.of("part-1", "part-2", "part-3", "part-4")),
                "parts that are merged are a fate of messages: " + sent);
        if (s.tck().capabilities().contains(Capability.TOOLS)) {
            callsKeepTheirOrder();
        }
    }

    private void callsKeepTheirOrder() {
        ToolCall first = ToolCall.of("call_a", Samples.TOOL, "{\"place\":\"tck-part-1\"}");
        ToolCall second = ToolCall.of("call_b", "count", "{\"what\":\"tck-part-2\"}");
        Sent sent = s.sent(
                answered(first, second, ToolResult.of(first, "tck-part-3"), ToolResult.of(second, "tck-part-4")));
        List<Integer> places = Stream.of("tck-part-1", "tck-part-2", "tck-part-3", "tck-part-4")
                .map(sent::place)
                .toList();
        Check.that(
                !places.contains(-1), "calls must be sent with their arguments, and results with their texts: " + sent);
        Check.that(
                places.equals(places.stream().sorted().toList()),
                "calls and their results must be sent in their order: " + sent);
    }

    @Rule(value = "R6", needs = Capability.SYSTEM_MESSAGES, eachMode = true)
    void systemMessagesAreInstructions() {
        ChatRequest system =
                ChatRequest.builder().system("tck-instruction").user("tck-user").build();
        ChatRequest user =
                ChatRequest.builder().user("tck-instruction").user("tck-user").build();
        Sent sent = s.sent(system);
        Check.that(sent.hasText("tck-instruction"), "the system message must be sent: " + sent);
        boolean emulated = fates(system).stream().anyMatch(fate -> fate.fate() == Fate.EMULATED);
        Check.that(
                emulated || !sent.equals(s.sent(user)),
                "a system message must be sent as instructions, or else be emulated as a fate: " + sent);
    }

    @Rule(value = "R7", eachMode = true)
    void textsArriveUnchanged() {
        for (String nasty : NASTY) {
            Sent sent = s.sent(ChatRequest.of(nasty));
            Check.that(
                    sent.hasText(nasty), "the text must arrive as it is: " + Sent.tree(quoted(nasty)) + " in " + sent);
            if (s.tck().capabilities().contains(Capability.SYSTEM_MESSAGES)) {
                Sent instructed =
                        s.sent(ChatRequest.builder().system(nasty).user("x").build());
                Check.that(instructed.hasText(nasty), "instructions must arrive as they are: " + instructed);
            }
            if (s.tck().capabilities().contains(Capability.TOOLS)) {
                ToolCall call = ToolCall.of("call_a", Samples.TOOL, Samples.ARGUMENTS);
                Sent told = s.sent(Fields.withTools()
                        .message(Message.of(Role.ASSISTANT, call))
                        .message(Message.tool(ToolResult.of(call, nasty)))
                        .build());
                Check.that(told.hasText(nasty), "results of tools must arrive as they are: " + told);
            }
        }
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    @Rule(value = "R8", needs = Capability.TOOLS, eachMode = true)
    void toolsAreSentAsGiven() {
        Tool other = new Tool("count", "Counts", "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}");
        Sent sent = s.sent(request().tools(Samples.tool(), other).build());
        Check.that(sent.hasText(Samples.TOOL), "the tool's name must be sent: " + sent);
        Check.that(sent.hasText(Samples.tool().description()), "the tool's description must be sent: " + sent);
        Check.that(sent.hasJson(Sent.tree(Samples.SCHEMA)), "the tool's schema must be sent as JSON: " + sent);
        Check.that(
                sent.hasText(other.name()) && sent.hasJson(Sent.tree(other.parameters())),
                "every tool must be sent: " + sent);
    }

    @Rule(value = "R9", needs = Capability.TOOLS, eachMode = true)
    void toolResultsAreTiedToTheirCalls() {
        ToolCall first = ToolCall.of("call_a", "look_up", "{\"place\":\"a\"}");
        ToolCall second = ToolCall.of("call_b", "count", "{\"n\":1}");
        Sent plain = s.sent(answered(first, second, ToolResult.of(first, "tck-r1"), ToolResult.of(second, "tck-r2")));
        Sent swapped = s.sent(answered(first, second, ToolResult.of(second, "tck-r1"), ToolResult.of(first, "tck-r2")));
        Sent failed =
                s.sent(answered(first, second, ToolResult.error(first, "tck-r1"), ToolResult.of(second, "tck-r2")));
        Check.that(plain.holdsText("tck-r1") && plain.holdsText("tck-r2"), "the results must be sent: " + plain);
        Check.that(!plain.equals(swapped), "a result must be tied to its call: " + plain);
        Check.that(!plain.equals(failed), "isError must reach the model in some form: " + failed);
        Check.that(failed.holdsText("tck-r1"), "what went wrong must reach the model: " + failed);
    }

    private static ChatRequest answered(ToolCall first, ToolCall second, ToolResult... results) {
        return Fields.withTools()
                .message(Message.of(Role.ASSISTANT, first, second))
                .message(Message.tool(results))
                .build();
    }

    @Rule(value = "R10", needs = Capability.TOOL_CHOICE, eachMode = true)
    void everyToolChoiceHasItsEffect() {
        List<ToolChoice> choices = List.of(
                new ToolChoice.Auto(),
                new ToolChoice.None(),
                new ToolChoice.Required(),
                new ToolChoice.Named(Samples.TOOL));
        List<Sent> seen = new ArrayList<>();
        for (ToolChoice choice : choices) {
            ChatRequest request = Fields.withTools().toolChoice(choice).build();
            Fate fate;
            try {
                fate = RequestRules.fate(fates(request), "toolChoice");
            } catch (LlmException refused) {
                continue; // refusing is honest
            }
            if (fate != Fate.DROPPED) {
                Sent sent = s.sent(request);
                Check.that(!seen.contains(sent), choice + " is sent like another choice: " + sent);
                seen.add(sent);
            }
        }
    }

    @Rule(value = "R11", needs = Capability.JSON_SCHEMA, eachMode = true)
    void schemaConstrainsTheModel() {
        ChatRequest request = request()
                .responseFormat(new ResponseFormat.JsonSchema("tck_shape", Samples.SCHEMA, true))
                .build();
        Fate fate = RequestRules.fate(fates(request), "responseFormat");
        Sent sent = s.sent(request);
        boolean asJson = sent.hasJson(Sent.tree(Samples.SCHEMA));
        Check.that(
                asJson || fate == Fate.EMULATED,
                "a schema is sent as JSON, or asked for in words, which is the fate emulated and not " + fate + ": "
                        + sent);
    }

    @Rule(value = "R12", eachMode = true)
    void mediaArriveByteForByte() {
        byte[] bytes = {1, 2, 3, (byte) 0xFE, 0, 7};
        String base64 = Base64.getEncoder().encodeToString(bytes);
        WireTwin thirdParty = s.anotherTwin();
        int claimed = 0;
        for (Map.Entry<Capability, String> kind : Refusals.MEDIA.entrySet()) {
            if (s.tck().capabilities().contains(kind.getKey())) {
                claimed++;
                Sent sent = s.sent(Refusals.withMedia(kind.getValue()));
                Check.that(sent.holdsText(base64), "the bytes must be sent: " + sent);
                checkAddress(kind.getValue(), URI.create(thirdParty.baseUri() + "/picture"));
            }
        }
        Check.equal(
                "the requests to where the media are", 0, thirdParty.requests().size());
        Skip.unless(claimed > 0, "the driver claims no media");
        s.step("the MIME type", this::typeIsTold);
    }

    /** Providers spell the type in many ways, but two types of pictures in two. */
    private void typeIsTold() {
        if (s.tck().capabilities().contains(Capability.IMAGE_INPUT)) {
            Sent jpeg = s.sent(Refusals.withMedia("image/jpeg"));
            Check.that(
                    !jpeg.equals(s.sent(Refusals.withMedia("image/png"))),
                    "the MIME type must be sent, but image/png is sent like image/jpeg: " + jpeg);
        }
    }

    private void checkAddress(String mimeType, URI address) {
        ChatRequest request = Refusals.withMedia(Media.of(mimeType, address));
        try {
            fates(request);
        } catch (LlmException refused) {
            Check.equal("the refusal of media by address", ErrorKind.UNSUPPORTED, refused.kind());
            return;
        }
        Check.that(s.sent(request).holdsText(address.toString()), "the address must be passed on");
    }

    @Rule("R13")
    void partsThatTheModelCannotTakeAreRefused() {
        int refused = 0;
        for (Map.Entry<Capability, String> kind : Refusals.MEDIA.entrySet()) {
            if (!s.tck().capabilities().contains(kind.getKey())) {
                refused++;
                for (boolean strict : new boolean[] {true, false}) {
                    ChatRequest request = Refusals.withMedia(kind.getValue()).toBuilder()
                            .strict(strict)
                            .build();
                    for (Mode mode : Scenario.modes()) {
                        Check.equal(
                                "the refusal of " + kind.getValue(),
                                ErrorKind.UNSUPPORTED,
                                s.failure(mode, request).kind());
                    }
                }
            }
        }
        Check.equal("the requests with parts that cannot be taken", 0, s.requests());
        Skip.unless(refused > 0, "the driver takes every kind of part");
    }

    @Rule(value = "R14", needs = Capability.REASONING, eachMode = true)
    void reasoningEffortIsMapped() {
        List<Sent> seen = new ArrayList<>();
        for (ReasoningEffort effort : ReasoningEffort.values()) {
            ChatRequest request = request().reasoningEffort(effort).build();
            Fate fate = RequestRules.fate(fates(request), "reasoningEffort");
            if (fate == Fate.SENT) {
                Sent sent = s.sent(request);
                Check.that(!seen.contains(sent), effort + " is sent like another effort, which is a fate: " + sent);
                seen.add(sent);
            }
        }
    }

    @Rule(value = "R15", eachMode = true)
    void providerDataGoBackToWhereTheyCameFrom() {
        String id = s.tck().driver().id();
        String model = s.tck().chatModel();
        for (ProviderData foreign : List.of(
                new ProviderData("tck-other", model, "{\"signature\":\"tck-signature\"}"),
                new ProviderData(id, "tck-other-model", "{\"signature\":\"tck-signature\"}"))) {
            Part part = Text.of("tck-said").withProviderData(foreign);
            ChatRequest request = request()
                    .message(Message.of(Role.ASSISTANT, part))
                    .user("and?")
                    .build();
            s.twin().enqueue(s.reply(s.mode(), Samples.ANSWER));
            ChatResponse answer = s.answer(request);
            Sent sent = Sent.of(s.twin().takeRequest(Scenario.SOON));
            Check.hides("a request with data of " + foreign, sent.toString(), "tck-signature");
            Check.that(!answer.warnings().isEmpty(), "data that are left out must be a warning");
        }
        s.wire().signed().ifPresent(this::checkReturned);
    }

    private void checkReturned(Reply signed) {
        s.twin().enqueue(signed);
        Message message = s.ask(Samples.request()).answer().message();
        s.twin().takeRequest(Scenario.SOON);
        List<ProviderData> data = message.parts().stream()
                .flatMap(part -> part.providerData().stream())
                .toList();
        Check.that(!data.isEmpty(), "the answer must carry what the provider wants back: " + message);
        Sent sent = s.sent(request().message(message).user("and?").build());
        for (ProviderData each : data) {
            for (Map.Entry<String, JsonNode> leaf :
                    Sent.of(each.json()).leaves().entrySet()) {
                Check.that(sent.leaves().containsValue(leaf.getValue()), leaf + " must be sent back: " + sent);
            }
        }
    }
}
