package com.aoin.reels.bench;

import java.time.Duration;

/** Processor time in microseconds: of the service, of the database, of this process. */
record Usage(double service, double database, double own) {

    static Usage now(Service service, BenchDatabase database) {
        return new Usage(
                micros(service.process().processorTime()),
                micros(JavaProcess.processorTime(database.process())),
                micros(JavaProcess.processorTime(ProcessHandle.current())));
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }

    Usage since(Usage before) {
        return new Usage(service - before.service, database - before.database, own - before.own);
    }

    Usage per(long count) {
        return new Usage(service / count, database / count, own / count);
    }

    double total() {
        return service + database + own;
    }
}
