package dev.llmdriver.http;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** Passes one connection of TLS 1.3 on, but for the record that closes it from the server's side, in which it turns a bit over. */
final class SpoiltWire implements AutoCloseable {
    private static final int APPLICATION_DATA = 23;
    /** An alert of two bytes, its type, filling of Java's, and the sum that protects them; all else here is longer. */
    private static final int MOST_OF_AN_ALERT = 2 + 1 + 16 + 16;

    private final ServerSocket entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    SpoiltWire(int server) throws IOException {
        CompletableFuture<Void> unused = run(() -> {
            try (Socket client = entrance.accept();
                    Socket origin = new Socket(InetAddress.getLoopbackAddress(), server)) {
                CompletableFuture<Void> there = run(() -> passOn(client, origin));
                passRecordsOn(new DataInputStream(origin.getInputStream()), client.getOutputStream());
                client.shutdownOutput();
                there.join();
            } catch (IOException over) { // as the test is
            }
        });
    }

    /** On a thread of its own: the common pool may have a single one. */
    private static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, work -> new Thread(work, "spoilt-wire").start());
    }

    int port() {
        return entrance.getLocalPort();
    }

    private static void passOn(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException closed) { // by the client
        }
    }

    private static void passRecordsOn(DataInputStream in, OutputStream out) throws IOException {
        try {
            while (true) {
                byte[] head = in.readNBytes(5);
                int length = head.length < 5 ? 0 : (head[3] & 0xff) << 8 | (head[4] & 0xff);
                byte[] body = in.readNBytes(length);
                if (head.length < 5) {
                    throw new EOFException();
                }
                if (head[0] == APPLICATION_DATA && length <= MOST_OF_AN_ALERT) {
                    body[length - 1] ^= 1;
                }
                out.write(head);
                out.write(body);
                out.flush();
            }
        } catch (EOFException end) { // of the server's side
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
