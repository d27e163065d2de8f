package dev.llmdriver.testkit.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;

/** A server that takes a connection and says nothing, so that a client that wants TLS connects for ever. */
final class SilentServer implements AutoCloseable {
    private final ServerSocket server;

    SilentServer() {
        try {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            server.setSoTimeout((int) Scenario.SOON.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return an address that is never connected to} */
    URI uri() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort());
    }

    /** {@return the client that has come, waiting for it and its first byte} */
    Client accept() {
        try {
            Socket socket = server.accept();
            Client client = new Client(socket);
            Check.that(socket.getInputStream().read() >= 0, "the client must begin TLS");
            return client;
        } catch (IOException e) {
            throw new AssertionError("the driver must open a connection: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that waits for TLS. */
    record Client(Socket socket) implements AutoCloseable {
        boolean isOpen() {
            return !socket.isClosed();
        }

        /** Waits until the client closes its side. */
        void awaitLeaving() {
            try {
                socket.setSoTimeout((int) Scenario.SOON.toMillis());
                InputStream in = socket.getInputStream();
                while (in.read() >= 0) {
                    // the rest of the client's greeting
                }
            } catch (SocketTimeoutException e) {
                throw new AssertionError("the connection that was being opened must be closed", e);
            } catch (IOException reset) {
                return; // it left with a reset
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
