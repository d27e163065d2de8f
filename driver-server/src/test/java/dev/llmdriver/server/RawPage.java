package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket that does nothing by itself: it answers no ping, and reads only when it is told to. */
final class RawPage implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    private RawPage(int port, String cookie) throws IOException {
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: "
                        + cookie
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101");
    }

    static RawPage open(int port) throws Exception {
        return new RawPage(port, PageClient.cookie(port));
    }

    /** Sends JSON, written with single quotes. */
    void send(String json) throws IOException {
        write(TEXT, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    void pong() throws IOException {
        write(PONG, new byte[0]);
    }

    /** The mask is zero, so that the text stays as it is. */
    private void write(int kind, byte[] bytes) throws IOException {
        assertThat(bytes.length).isLessThan(126);
        out.write(new byte[] {(byte) (LAST | kind), (byte) (MASKED | bytes.length), 0, 0, 0, 0});
        out.write(bytes);
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

    private record Frame(int kind, String text) {}

    private Frame read() throws IOException {
        int kind = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(kind, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
