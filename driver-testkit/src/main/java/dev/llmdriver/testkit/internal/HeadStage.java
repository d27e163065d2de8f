package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.llmdriver.testkit.internal.ReplyPlan.Framing;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;

/** Puts the status line and headers before the first byte of the body, and frames the body. */
final class HeadStage extends Stage {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final ReplyPlan plan;
    private final Framing framing;
    private boolean headSent;

    HeadStage(Iterator<Step> source, ReplyPlan plan) {
        super(source);
        this.plan = plan;
        this.framing = plan.effectiveFraming();
    }

    @Override
    void accept(Step step) {
        if (step instanceof Step.Head) {
            sendHead();
        } else if (step instanceof Step.Bytes data) {
            if (data.bytes().length > 0) {
                sendHead();
                emit(framing == Framing.CHUNKED ? chunk(data.bytes()) : data.bytes());
            }
        } else {
            emit(step);
        }
    }

    @Override
    void end() {
        sendHead();
        if (framing == Framing.CHUNKED) {
            emit("0\r\n\r\n".getBytes(ISO_8859_1));
        }
    }

    private void sendHead() {
        if (!headSent) {
            headSent = true;
            emit(head().getBytes(ISO_8859_1));
        }
    }

    private String head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(plan.status())
                .append(' ')
                .append(ReasonPhrase.of(plan.status()))
                .append("\r\n");
        plan.headers().forEach(h -> line(head, h.getKey(), h.getValue()));
        if (plan.gzip()) {
            line(head, "content-encoding", "gzip");
        }
        switch (framing) {
            case CHUNKED -> line(head, "transfer-encoding", "chunked");
            case CLOSE -> line(head, "connection", "close");
            case LENGTH -> line(head, "content-length", Long.toString(length()));
        }
        return head.append("\r\n").toString();
    }

    private long length() {
        return plan.declaredLength() != null ? plan.declaredLength() : ReplyScript.bodyLength(plan);
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static byte[] chunk(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
        out.writeBytes(Integer.toHexString(bytes.length).getBytes(ISO_8859_1));
        out.writeBytes(LINE_END);
        out.writeBytes(bytes);
        out.writeBytes(LINE_END);
        return out.toByteArray();
    }
}
