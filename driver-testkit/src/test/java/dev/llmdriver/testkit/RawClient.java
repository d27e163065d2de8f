package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A client that sees what is really on the wire: reads as they come, FIN, RST and silence told apart. */
final class RawClient implements AutoCloseable {
    enum Ending {
        FIN,
        RESET,
        SILENCE
    }

    /** What arrived in one piece each, and how it ended. */
    record Heard(List<byte[]> reads, Ending ending) {
        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            reads.forEach(all::writeBytes);
            return all.toByteArray();
        }

        String text() {
            return new String(bytes(), UTF_8);
        }

        String body() {
            return text().substring(text().indexOf("\r\n\r\n") + 4);
        }
    }

    private static final int PATIENCE = 30_000;

    private final Socket socket;

    RawClient(WireTwin twin) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), twin.port());
        socket.setTcpNoDelay(true);
    }

    RawClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n");
    }

    RawClient post(String path, String body) throws IOException {
        return send(
                "POST " + path + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: "
                        + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return this;
    }

    /** Reads until this holds of what has come, and then whatever comes until the end or for the time given. */
    Heard hear(Predicate<Heard> enough, int silenceMillis) throws IOException {
        socket.setSoTimeout(PATIENCE);
        List<byte[]> reads = new ArrayList<>();
        while (!enough.test(new Heard(reads, Ending.SILENCE))) {
            byte[] read = read();
            if (read.length == 0) {
                return new Heard(reads, Ending.FIN);
            }
            reads.add(read);
        }
        Heard rest = hear(silenceMillis);
        reads.addAll(rest.reads());
        return new Heard(reads, rest.ending());
    }

    /** Reads until the end, or until nothing came for the time given. */
    Heard hear(int silenceMillis) throws IOException {
        socket.setSoTimeout(silenceMillis);
        List<byte[]> reads = new ArrayList<>();
        try {
            for (byte[] read = read(); read.length > 0; read = read()) {
                reads.add(read);
            }
            return new Heard(reads, Ending.FIN);
        } catch (SocketTimeoutException e) {
            return new Heard(reads, Ending.SILENCE);
        } catch (SocketException e) {
            return new Heard(reads, Ending.RESET);
        }
    }

    /** Reads until a text has come. */
    String hearUntil(String text) throws IOException {
        socket.setSoTimeout(PATIENCE);
        StringBuilder heard = new StringBuilder();
        while (!heard.toString().contains(text)) {
            byte[] read = read();
            if (read.length == 0) {
                throw new AssertionError("ended before " + text + ": " + heard);
            }
            heard.append(new String(read, ISO_8859_1));
        }
        return heard.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] read() throws IOException {
        byte[] buffer = new byte[64 << 10];
        int count = socket.getInputStream().read(buffer);
        byte[] read = new byte[Math.max(0, count)];
        System.arraycopy(buffer, 0, read, 0, read.length);
        return read;
    }
}
