package dev.llmdriver.benchmarks.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** All cases and contestants in turns. */
final class Measurement {
    private final Launch launch;
    private final List<Entry> entries;
    private final List<Case> cases;
    private final Rows rows;
    private final int repetitions;

    Measurement(Launch launch, List<Entry> entries, List<Case> cases, Rows rows) {
        this.launch = launch;
        this.entries = entries;
        this.cases = cases;
        this.rows = rows;
        repetitions = launch.options().number("reps", launch.options().quick() ? 1 : 3);
    }

    void run() throws IOException, InterruptedException {
        List<Case> turns = cases.stream().filter(Case::inSession).toList();
        int forks = turns.isEmpty() ? 0 : launch.options().number("forks", 1);
        Turns sessions = new Turns(launch, rows);
        for (int fork = 0; fork < forks; fork++) {
            for (String protocol : protocols()) {
                sessions.run(speaking(protocol), turns, fork * repetitions, repetitions);
            }
        }
        List<Case> fresh = cases.stream().filter(each -> !each.inSession()).toList();
        Archives archives = new Archives(launch);
        Command command = new Command(launch);
        prepare(fresh, archives, command);
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (Case each : fresh) {
                for (String protocol : protocols()) {
                    inFreshProcesses(each, protocol, repetition, archives, command);
                }
            }
        }
    }

    private void prepare(List<Case> fresh, Archives archives, Command command)
            throws IOException, InterruptedException {
        for (Case each : fresh) {
            if (each.withArchive()) {
                for (Entry entry : entries) {
                    archives.make(entry, each);
                }
            }
            if (each.ofCommand() && entries.stream().anyMatch(Measurement::isOurs)) {
                command.prepare();
            }
        }
    }

    private void inFreshProcesses(Case of, String protocol, int repetition, Archives archives, Command command)
            throws IOException, InterruptedException {
        List<Entry> turn = new ArrayList<>(speaking(protocol));
        Collections.rotate(turn, -repetition); // not always the same one first
        for (int run = 0; run < of.runs(); run++) {
            for (Entry entry : turn) {
                if (!of.ofCommand()) {
                    List<String> jvm = new ArrayList<>(of.jvm());
                    jvm.addAll(of.withArchive() ? archives.flags(entry) : List.of());
                    rows.add(Fresh.run(launch, of, entry, repetition, jvm));
                } else if (isOurs(entry)) {
                    rows.add(command.run(of, entry, repetition));
                }
            }
        }
    }

    private static boolean isOurs(Entry entry) {
        return entry.name().equals("llm-driver");
    }

    private List<String> protocols() {
        return List.copyOf(new TreeSet<>(entries.stream().map(Entry::protocol).toList()));
    }

    private List<Entry> speaking(String protocol) {
        return entries.stream()
                .filter(entry -> entry.protocol().equals(protocol))
                .toList();
    }
}
