package dev.llmdriver.http.internal;

import dev.llmdriver.error.ConfigurationException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** The file of certificates that are trusted in place of the JVM's: PEM, in which other things may stand, too. */
final class TrustStore {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private TrustStore() {}

    /** {@return what is wrong with a file, if something is; else it would fail each connection, in the words of a library} */
    static Optional<String> fault(String path) {
        try {
            String certificates = certificates(Files.readString(Path.of(path), StandardCharsets.ISO_8859_1));
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.ISO_8859_1)));
            return certificates.isEmpty()
                    ? Optional.of(message(path, "holds no certificate that can be read"))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(message(path, "cannot be read"));
        } catch (CertificateException damaged) {
            return Optional.of(message(path, "holds no certificate that can be read"));
        }
    }

    /** Each from its first line to its last. */
    private static String certificates(String text) {
        StringBuilder found = new StringBuilder();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            int stop = end < 0 ? text.length() : end + END.length();
            found.append(text, begin, stop).append('\n');
            begin = text.indexOf(BEGIN, stop);
        }
        return found.toString();
    }

    /** {@return the certificates of a file that was looked at} */
    static PemTrustOptions read(String path) {
        try {
            return new PemTrustOptions().addCertValue(Buffer.buffer(Files.readAllBytes(Path.of(path))));
        } catch (IOException unreadable) {
            throw ConfigurationException.of(message(path, "cannot be read"));
        }
    }

    private static String message(String path, String why) {
        return "tls.trust-store: the file " + path + " " + why + "; name a PEM file of certificates";
    }
}
