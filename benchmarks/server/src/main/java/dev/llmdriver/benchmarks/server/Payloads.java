package dev.llmdriver.benchmarks.server;

import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Tokens;
import dev.llmdriver.benchmarks.Wall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The bytes of one protocol, computed once: framed HTTP chunks for streams, whole answers for calls. One thread. */
final class Payloads {
    static final int CYCLE = Tokens.CYCLE.size();
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String STAMP = " t0000000000000000";

    private final Wire wire;
    private final ByteBuf streamHead;
    private final ByteBuf cycle;
    private final int[] offsets = new int[CYCLE + 1];
    private final byte[] stamped;
    private final int stampAt;
    private final Map<String, ByteBuf> tails = new HashMap<>();
    private final Map<Integer, List<ByteBuf>> calls = new HashMap<>();
    private int nextCall;

    Payloads(Protocol protocol) {
        wire = Wire.of(protocol);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < CYCLE; i++) {
            offsets[i] = bytes.size();
            bytes.writeBytes(frame(wire.chunk(Tokens.at(i), i)));
        }
        offsets[CYCLE] = bytes.size();
        cycle = direct(bytes.toByteArray());
        String head = head(wire.streamType(), "Transfer-Encoding: chunked\r\nCache-Control: no-cache\r\n");
        streamHead = direct(join(head.getBytes(StandardCharsets.US_ASCII), wire.opening()));
        stamped = frame(wire.chunk(STAMP, 0));
        stampAt = new String(stamped, StandardCharsets.ISO_8859_1).indexOf(STAMP) + 2;
    }

    /** The HTTP head and what precedes the first content chunk. */
    ByteBuf streamHead() {
        return streamHead.duplicate();
    }

    /** So many content chunks of the cycle, which must not be left. */
    ByteBuf chunks(int from, int count) {
        return cycle.slice(offsets[from], offsets[from + count] - offsets[from]);
    }

    /** A content chunk whose text is the clock. */
    ByteBuf stamped(ByteBufAllocator allocator) {
        ByteBuf chunk = allocator.directBuffer(stamped.length).writeBytes(stamped);
        long now = Wall.now();
        for (int digit = 0; digit < 16; digit++) {
            chunk.setByte(stampAt + digit, HEX[(int) (now >>> (60 - 4 * digit)) & 15]);
        }
        return chunk;
    }

    /** What follows the last content chunk, with the HTTP chunk that ends the body. */
    ByteBuf tail(int tokens, boolean usage) {
        return tails.computeIfAbsent(tokens + "/" + usage, key -> {
                    byte[] closing = join(new byte[0], wire.closing(tokens, usage));
                    byte[] end = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                    return Unpooled.unreleasableBuffer(
                            Unpooled.directBuffer().writeBytes(closing).writeBytes(end));
                })
                .duplicate();
    }

    /** A whole answer, its HTTP head included; the next one is another variant. */
    ByteBuf call(int tokens) {
        List<ByteBuf> variants = calls.computeIfAbsent(
                tokens,
                key -> IntStream.range(0, Tokens.VARIANTS)
                        .mapToObj(variant -> call(wire.call(tokens, variant)))
                        .toList());
        return variants.get(Math.floorMod(nextCall++, Tokens.VARIANTS)).duplicate();
    }

    private ByteBuf call(String answer) {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        String head = head(wire.callType(), "Content-Length: " + body.length + "\r\n");
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer()
                .writeBytes(head.getBytes(StandardCharsets.US_ASCII))
                .writeBytes(body));
    }

    private static String head(String type, String length) {
        return "HTTP/1.1 200 OK\r\nDate: Thu, 20 Nov 2025 21:46:12 GMT\r\nContent-Type: " + type + "\r\n" + length
                + "Connection: keep-alive\r\nServer: bench\r\nX-Request-Id: req_8d1f1f6c0b7e4f0fa2f8e0c5f0a4d7f3\r\n"
                + "X-RateLimit-Limit-Requests: 30000\r\nX-RateLimit-Remaining-Requests: 29999\r\nVary: Origin\r\n\r\n";
    }

    private static byte[] join(byte[] first, List<String> chunks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(first);
        chunks.forEach(chunk -> bytes.writeBytes(frame(chunk)));
        return bytes.toByteArray();
    }

    /** As a chunk of HTTP. */
    private static byte[] frame(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(body.length + 10);
        frame.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(body);
        frame.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return frame.toByteArray();
    }

    private static ByteBuf direct(byte[] bytes) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
    }
}
