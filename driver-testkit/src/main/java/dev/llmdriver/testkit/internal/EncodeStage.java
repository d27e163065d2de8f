package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Iterator;

/** Writes events as text, with the line ends of the reply, and puts the pace between them. */
final class EncodeStage extends Stage {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final ReplyPlan plan;
    private boolean markPending;
    private boolean eventSeen;

    EncodeStage(Iterator<Step> source, ReplyPlan plan) {
        super(source);
        this.plan = plan;
        this.markPending = plan.byteOrderMark();
    }

    @Override
    void accept(Step step) {
        if (step instanceof Step.Event event) {
            pace();
            bytes(text(event).getBytes(UTF_8));
        } else if (step instanceof Step.Bytes data) {
            bytes(data.bytes());
        } else {
            emit(step);
        }
    }

    private void pace() {
        if (eventSeen && !plan.pace().isZero()) {
            emit(new Step.Wait(plan.pace()));
        }
        eventSeen = true;
    }

    private void bytes(byte[] bytes) {
        if (markPending && bytes.length > 0) {
            markPending = false;
            emit(BYTE_ORDER_MARK);
        }
        emit(bytes);
    }

    private String text(Step.Event event) {
        String end = event.form() == Step.Form.AS_IS ? "" : plan.lineEnd();
        StringBuilder text = new StringBuilder();
        event.lines().forEach(line -> text.append(line).append(end));
        return event.form() == Step.Form.SSE ? text.append(end).toString() : text.toString();
    }
}
