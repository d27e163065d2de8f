package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket that does nothing by itself: it answers no ping, and reads only when it is told to. */
final class RawPage implements AutoCloseable {
    static final int MORE = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int LAST = 0x80;
    static final int CLOSE = 8;
    static final int PING = 9;
    private static final int PONG = 10;
    private static final int MASKED = 0x80;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final String head;

    private RawPage(int port, String headers) throws IOException {
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + headers
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            read.append((char) in.readUnsignedByte());
        }
        head = read.toString();
        assertThat(head).startsWith("HTTP/1.1 101");
    }

    static RawPage open(int port) throws Exception {
        return open(port, "");
    }

    /** {@return one whose handshake has these headers, too} */
    static RawPage open(int port, String headers) throws Exception {
        return new RawPage(port, "Cookie: " + PageClient.cookie(port) + "\r\n" + headers);
    }

    /** {@return what the server said to the handshake} */
    String head() {
        return head;
    }

    /** Sends JSON, written with single quotes. */
    void send(String json) throws IOException {
        frame(LAST | TEXT, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    void pong() throws IOException {
        frame(LAST | PONG, new byte[0]);
    }

    void frame(int kind, byte[] bytes) throws IOException {
        begin(kind, bytes.length, bytes);
    }

    /** Sends the beginning of a frame of this length. */
    void begin(int kind, int length, byte[] bytes) throws IOException {
        write(framed(kind, length, bytes));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** {@return the beginning of a frame of this length; the mask is zero, so that the text stays as it is} */
    static byte[] framed(int kind, int length, byte[] bytes) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(frame);
        data.writeByte(kind);
        data.writeByte(MASKED | (length < 126 ? length : length < 65_536 ? 126 : 127));
        if (length >= 65_536) {
            data.writeLong(length);
        } else if (length >= 126) {
            data.writeShort(length);
        }
        data.writeInt(0);
        data.write(bytes);
        return frame.toByteArray();
    }

    /** Waits until all that was sent has been read; between frames only. */
    void settle() throws IOException {
        frame(LAST | PING, new byte[0]);
        Frame frame = read();
        while (frame.kind() != PONG) {
            frame = read();
        }
    }

    /** Reads until the server says why it ends. */
    int closeCode() throws IOException {
        Frame frame = read();
        while (frame.kind() != CLOSE) {
            frame = read();
        }
        return frame.bytes().getShort(0);
    }

    /** Reads until a text holds this. */
    void until(String part) throws IOException {
        Frame frame = read();
        while (frame.kind() != TEXT || !frame.text().contains(part)) {
            frame = read();
        }
    }

    void untilPing() throws IOException {
        Frame frame = read();
        while (frame.kind() != PING) {
            frame = read();
        }
    }

    /** Reads to the end of the connection, politely or not. */
    void untilEnd() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException reset) {
            // an end, too
        }
    }

    /** {@return what comes up to the end of the connection} */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    private record Frame(int kind, ByteBuffer bytes) {
        String text() {
            return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        }
    }

    private Frame read() throws IOException {
        int kind = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(kind, ByteBuffer.wrap(in.readNBytes(length)));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
