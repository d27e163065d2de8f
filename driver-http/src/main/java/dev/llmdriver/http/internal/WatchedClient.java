package dev.llmdriver.http.internal;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.internal.http.HttpClientInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/** A client whose requests somebody keeps hold of: Web Client, which sends them, lets nobody close their connection. */
final class WatchedClient {
    private WatchedClient() {}

    /**
     * Makes a view of a client.
     *
     * @param client whose connections to use
     * @param admission gets each request once it has a connection and before anything is sent; may refuse it
     */
    static HttpClient of(HttpClientAgent client, Function<HttpClientRequest, Future<HttpClientRequest>> admission) {
        return (HttpClient) Proxy.newProxyInstance(
                HttpClientInternal.class.getClassLoader(),
                new Class<?>[] {HttpClientInternal.class},
                (proxy, method, arguments) -> {
                    Object result = invoke(client, method, arguments);
                    return method.getName().equals("request") ? admitted((Future<?>) result, admission) : result;
                });
    }

    private static Object invoke(HttpClientAgent client, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    private static Future<HttpClientRequest> admitted(
            Future<?> connecting, Function<HttpClientRequest, Future<HttpClientRequest>> admission) {
        return connecting.compose(request -> admission.apply((HttpClientRequest) request));
    }
}
