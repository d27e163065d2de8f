package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Wall;

/** Reads what this process, the server and the client's core used between two moments. */
final class Meter {
    private final String server;
    private final int core;
    private final long allocated;
    private final long compileMillis;
    private final long collectionMillis;
    private final Proc.Cpu ownCpu;
    private final Proc.Cpu serverCpu;
    private final long coreBusy;
    private final long cpuNanos;
    private final long start;

    private Meter(Arguments arguments) throws InterruptedException {
        server = arguments.text("serverPid", "self");
        core = arguments.number("core", 0);
        Jvm.THREADS.resetPeakThreadCount();
        allocated = Jvm.ALLOCATION.bytes();
        compileMillis = Jvm.compileMillis();
        collectionMillis = Jvm.ALLOCATION.collectionMillis();
        ownCpu = Proc.cpu("self");
        serverCpu = Proc.cpu(server);
        coreBusy = Proc.coreBusyMillis(core);
        cpuNanos = Jvm.cpuNanos();
        start = Wall.now();
    }

    static Meter start(Arguments arguments) throws InterruptedException {
        return new Meter(arguments);
    }

    /** What was used since the start. */
    record Used(double wallNanos, double cpuNanos, double allocatedBytes) {
        double cpuMicrosPer(double pieces) {
            return cpuNanos / 1e3 / pieces;
        }

        double perSecond(double pieces) {
            return pieces / (wallNanos / 1e9);
        }

        double bytesPer(double pieces) {
            return allocatedBytes / pieces;
        }
    }

    /** Ends the measurement and puts what is common to all workloads into the row. */
    Used stop(Row row) throws InterruptedException {
        double wall = Wall.now() - start;
        double cpu = Jvm.cpuNanos() - cpuNanos;
        double busy = Proc.coreBusyMillis(core) - coreBusy;
        Proc.Cpu serverUsed = Proc.cpu(server).since(serverCpu);
        Proc.Cpu ownUsed = Proc.cpu("self").since(ownCpu);
        row.put("wallMs", wall / 1e6).put("cpuMs", cpu / 1e6);
        row.put("userMs", ownUsed.userMillis()).put("sysMs", ownUsed.systemMillis());
        row.put("clientCpuPct", 100 * cpu / wall).put("serverCpuPct", serverUsed.millis() * 1e8 / wall);
        row.put("coreBusyPct", busy * 1e8 / wall);
        row.put("jitMs", Jvm.compileMillis() - compileMillis);
        row.put("gcMs", Jvm.ALLOCATION.collectionMillis() - collectionMillis);
        row.put("peakThreads", Jvm.THREADS.getPeakThreadCount());
        row.put("rssMiB", Proc.mebibytes("VmRSS")).put("rssPeakMiB", Proc.mebibytes("VmHWM"));
        return new Used(wall, cpu, Jvm.ALLOCATION.bytes() - allocated);
    }
}
