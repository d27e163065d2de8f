package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Calls and unpaced streams: all contestants of a protocol are warmed up, then measure turn by turn. */
final class Turns {
    private final Launch launch;
    private final Rows rows;
    private final String warmMillis;
    private final String measureMillis;

    Turns(Launch launch, Rows rows) {
        this.launch = launch;
        this.rows = rows;
        Options options = launch.options();
        warmMillis = options.text("warmup", options.quick() ? "4000" : "20000");
        measureMillis = options.text("measure", options.quick() ? "800" : "2000");
    }

    void run(List<Entry> entries, List<Case> cases, int firstRepetition, int repetitions) throws IOException {
        List<Session> sessions = new ArrayList<>();
        try {
            int widest = cases.stream().mapToInt(Case::width).max().orElse(1);
            for (Entry entry : entries) {
                Session session = Session.open(launch, entry, widest);
                sessions.add(session);
                warm(session, cases);
            }
            for (int repetition = 0; repetition < repetitions; repetition++) {
                for (Case each : cases) {
                    measure(sessions, each, firstRepetition + repetition);
                }
            }
        } finally {
            for (Session session : sessions) {
                session.close();
            }
        }
    }

    private void warm(Session session, List<Case> cases) throws IOException {
        List<Case> widestFirst = new ArrayList<>(cases);
        Collections.reverse(widestFirst);
        for (Case each : widestFirst) {
            System.out.println("warm " + each.id() + " " + session.entry().protocol() + " "
                    + session.entry().name() + " " + session.warm(each, warmMillis));
        }
    }

    private void measure(List<Session> sessions, Case of, int repetition) throws IOException {
        List<Session> turn = new ArrayList<>(sessions);
        Collections.rotate(turn, -repetition); // not always the same one first
        for (Session session : turn) {
            ObjectNode row = Rows.begin(of, session.entry(), repetition);
            row.setAll(session.measure(of, measureMillis));
            rows.add(row);
        }
    }
}
