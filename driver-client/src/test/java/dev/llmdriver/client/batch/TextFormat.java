package dev.llmdriver.client.batch;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simplest format there is: a line is a prompt; a result is a number, a word and a text. */
record TextFormat(ChatModel model) implements BatchFormat {
    private static final Pattern RESULT = Pattern.compile("(\\d+)(!?) (answer|failure) (.*)");

    @Override
    public BatchTask read(String text) {
        if (text.startsWith("unreadable")) {
            throw LlmException.builder(ErrorKind.INVALID_REQUEST, "cannot be read")
                    .build();
        }
        return new BatchTask(model, ChatRequest.of(text));
    }

    @Override
    public String write(BatchLine line) {
        String what = line.answer()
                .map(answer -> "answer " + answer.text())
                .orElseGet(
                        () -> "failure " + line.failure().orElseThrow().kind().wireName());
        return line.number() + (line.possiblyBilledTwice() ? "! " : " ") + what;
    }

    @Override
    public Optional<BatchMark> mark(String text) {
        Matcher matcher = RESULT.matcher(text);
        return matcher.matches()
                ? Optional.of(new BatchMark(
                        Integer.parseInt(matcher.group(1)), matcher.group(3).equals("failure") ? matcher.group(4) : ""))
                : Optional.empty();
    }
}
