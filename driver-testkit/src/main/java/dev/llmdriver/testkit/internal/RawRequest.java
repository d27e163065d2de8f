package dev.llmdriver.testkit.internal;

import java.util.List;
import java.util.Map;

/** A request as it stood on the wire; header names compare without case. */
@SuppressWarnings("ArrayRecordComponent") // never compared; handed out as copies
public record RawRequest(
        int connection, String method, String target, Map<String, List<String>> headers, byte[] body) {}
