package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import java.util.ServiceLoader;

/** A contestant's process: runs a workload and prints one line {@code @@RESULT {json}}, or several when it takes turns. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.parse(args);
        if (arguments.has("list")) {
            list();
            return;
        }
        Contestant contestant = contestant(arguments.text("contestant"));
        Setup setup = new Setup(
                Protocol.valueOf(arguments.text("protocol")),
                "127.0.0.1",
                arguments.number("port", 0),
                arguments.number("concurrency", 1));
        String workload = arguments.text("workload");
        if (workload.equals("cold")) {
            Cold.measure(contestant, setup, arguments);
            return; // whether and when the process ends by itself is part of the result
        }
        measure(workload, new Run(contestant.open(setup), setup, arguments)).print();
        Runtime.getRuntime().halt(0);
    }

    private static Row measure(String name, Run run) {
        Row row = new Row();
        try {
            workload(name).measure(run, row);
        } catch (Throwable e) {
            e.printStackTrace();
            row.put("error", String.valueOf(e));
        }
        return row;
    }

    private static Run.Workload workload(String name) {
        return switch (name) {
            case "session" -> new Session();
            case "latency" -> new Latency();
            case "fanout" -> new Fanout();
            case "slow" -> new SlowReader(false);
            case "demand" -> new SlowReader(true);
            case "cancel" -> new Cancel();
            default -> throw new IllegalArgumentException("there is no workload " + name);
        };
    }

    private static void list() {
        for (Contestant contestant : ServiceLoader.load(Contestant.class)) {
            for (Protocol protocol : contestant.protocols()) {
                System.out.println("@@CONTESTANT " + contestant.name() + "\t" + protocol + "\t" + contestant.version());
            }
        }
    }

    private static Contestant contestant(String name) {
        for (Contestant contestant : ServiceLoader.load(Contestant.class)) {
            if (contestant.name().equals(name)) {
                return contestant;
            }
        }
        throw new IllegalArgumentException("there is no contestant " + name + " on this class path");
    }
}
