package dev.llmdriver.client.output;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.client.Totals;
import dev.llmdriver.client.internal.EarlierAttempts;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.output.Form.Plan;
import dev.llmdriver.client.output.Output.Means;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.spi.CallFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One answer and its repairs. Each call begins when the one before has ended, so there is one thread at a time. */
final class OutputRun<T> {
    private final TypedOutput<T> output;
    private final ChatRequest request;
    private final CallFuture<Output<T>> future = CallFuture.create(this::cancel);
    private final List<ChatResponse> responses = new ArrayList<>();
    /** Of a call that was refused for its form. */
    private List<Attempt> refused = List.of();

    private Plan plan;
    private volatile @Nullable CompletableFuture<ChatResponse> underway;

    OutputRun(TypedOutput<T> output, ChatRequest request) {
        this.output = output;
        this.request = request;
        this.plan = output.form.plan(output.model, request);
    }

    CompletableFuture<Output<T>> start() {
        ask(plan.request());
        return future;
    }

    private void cancel() {
        CompletableFuture<ChatResponse> call = underway;
        if (call != null) {
            call.cancel(true);
        }
    }

    private void ask(ChatRequest next) {
        if (future.isDone()) {
            return;
        }
        CompletableFuture<ChatResponse> call = output.model.generateAsync(next);
        underway = call;
        if (future.isDone()) {
            call.cancel(true);
        }
        call.whenComplete((response, failure) -> {
            try {
                if (failure != null) {
                    failed(LlmException.of(failure));
                } else {
                    answered(next, response);
                }
            } catch (Throwable thrown) { // an error, too, or whoever waits would wait for ever
                future.fail(thrown);
            }
        });
    }

    private void failed(LlmException failure) {
        boolean formRefused = failure instanceof InvalidRequestException || failure instanceof UnsupportedException;
        if (formRefused && plan.uncertain() && responses.isEmpty()) {
            refused = failure.attempts();
            plan = output.form.emulate(output.model, request);
            ask(plan.request());
        } else {
            future.fail(EarlierAttempts.before(failure, totals().attempts()));
        }
    }

    private void answered(ChatRequest asked, ChatResponse response) {
        responses.add(response);
        String unfit = unfit(response);
        if (unfit != null) {
            invalid(unfit, List.of("the answer ended with " + response.finishReason()));
            return;
        }
        T value;
        try {
            value = output.form.read(response.text(), plan);
        } catch (BadJson bad) {
            repair("form", bad.faults(), asked, response);
            return;
        }
        List<String> faults = faults(value);
        if (faults.isEmpty()) {
            future.complete(new Output.Valid<>(value, means(), responses, totals()));
        } else {
            repair("check", faults, asked, response);
        }
    }

    /** {@return why an answer is none, whatever it says, and would be none the next time} */
    private static @Nullable String unfit(ChatResponse response) {
        return switch (response.finishReason().kind()) {
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            case TOOL_CALLS -> "tool_calls";
            default -> null;
        };
    }

    private List<String> faults(T value) {
        try {
            return output.checks.stream()
                    .flatMap(check -> check.fault(value).stream())
                    .toList();
        } catch (RuntimeException | Error thrown) { // an assertion is an error
            throw LlmException.builder(ErrorKind.OUTPUT_INVALID, "a check of the answer threw; see the cause")
                    .reason("check")
                    .attempts(totals().attempts())
                    .cause(thrown)
                    .build();
        }
    }

    private void repair(String reason, List<String> faults, ChatRequest asked, ChatResponse response) {
        if (responses.size() > output.mostRepairs) {
            invalid(reason, faults);
            return;
        }
        ChatRequestBuilder next = asked.toBuilder();
        if (!response.text().isBlank()) { // providers refuse a message without words
            next.message(response.message());
        }
        ask(next.user("Your answer cannot be used:\n- " + String.join("\n- ", faults)
                        + "\nGive the whole answer again in the form that was asked for, with this put right, and say"
                        + " nothing about the correction.")
                .build());
    }

    private void invalid(String reason, List<String> faults) {
        future.complete(new Output.Invalid<>(reason, faults, means(), responses, totals()));
    }

    /** What the driver says of the call counts more than what was planned. */
    private Means means() {
        boolean leftOut = responses.stream()
                .flatMap(response -> response.warnings().stream())
                .anyMatch(warning -> warning.field().equals(JsonOutput.FIELD)
                        && (warning.code().equals("dropped") || warning.code().equals("emulated")));
        return plan.means() == Means.SCHEMA && leftOut ? Means.EMULATED : plan.means();
    }

    private Totals totals() {
        return Totals.of(responses).after(refused);
    }
}
