package dev.llmdriver.http.internal;

import dev.llmdriver.http.Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;

/** A request as it goes on the wire, credentials included, to one address. Never printed. */
final class Outgoing {
    private final String method;
    private final URI uri;
    private final Headers headers;
    private final byte[] body;

    Outgoing(String method, URI uri, Headers headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    byte[] body() {
        return body;
    }

    /** {@return the options to open it with, headers included} */
    RequestOptions options(ProxyRules proxies, long connectMillis) {
        RequestOptions options = target(proxies, connectMillis);
        for (Map.Entry<String, String> header : headers.entries()) {
            options.addHeader(header.getKey(), header.getValue());
        }
        return options;
    }

    /** Writes the headers where they are sent from, which spares a copy. */
    void writeHeaders(MultiMap to) {
        for (Map.Entry<String, String> header : headers.entries()) {
            to.add(header.getKey(), header.getValue());
        }
    }

    /** {@return the options to open it with, but for the headers} */
    RequestOptions target(ProxyRules proxies, long connectMillis) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setHost(Origins.host(uri))
                .setPort(Origins.port(uri))
                .setSsl(Origins.isTls(uri))
                .setURI(Origins.requestUri(uri))
                .setConnectTimeout(connectMillis)
                .setFollowRedirects(false);
        proxies.forUri(uri).ifPresent(options::setProxyOptions);
        return options;
    }

    @Override
    public String toString() {
        return "Outgoing[" + method + "]";
    }
}
