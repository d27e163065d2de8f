package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.PATIENCE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request over a connection of its own, and what has come of its answer so far, heads and chunks included. */
final class RawCall implements AutoCloseable {
    private final Socket socket = new Socket();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    private RawCall() {}

    static RawCall post(int port, String path, String token, String body) throws IOException {
        RawCall call = new RawCall();
        call.socket.setSoTimeout((int) PATIENCE.toMillis());
        call.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String more = "Authorization: Bearer " + token + "\r\nConnection: close\r\nHost: localhost\r\n";
        String request =
                new String(Stage.request(path, body), StandardCharsets.UTF_8).replaceFirst("Host: localhost\r\n", more);
        call.socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return call;
    }

    /** {@return all that has come until this did, or the connection ended} */
    String until(String part) throws IOException {
        while (!so().contains(part)) {
            int one = socket.getInputStream().read();
            if (one < 0) {
                break;
            }
            read.write(one);
        }
        return so();
    }

    /** {@return all that has come when the connection ended, politely or not} */
    String whole() throws IOException {
        try {
            socket.getInputStream().transferTo(read);
        } catch (java.net.SocketException reset) {
            // as good an end as any
        }
        return so();
    }

    String so() {
        return read.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
