package org.whispernotes.system.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One thing that goes wrong at one point of the way. */
record FaultCase(Fault fault, Part part, Step step) {

    /** How a part fails. */
    enum Fault {
        /** SIGKILL, and started again at once, as a supervisor does. */
        KILL,
        /** SIGSTOP for 30 s: as a machine that hangs, or a network that is gone. */
        STOP
    }

    /** What fails. */
    enum Part {
        /** A transcriber of its own. */
        WORKER,
        /** The process with upload-api, and everything else. */
        APP,
        RABBITMQ,
        REDIS,
        POSTGRES,
        MINIO;

        boolean isServer() {
            return this != WORKER && this != APP;
        }

        /** As the servers' script calls it. */
        String serverName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<FaultCase> all() {
        List<FaultCase> cases = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Part part : Part.values()) {
                for (Step step : Step.values()) {
                    cases.add(new FaultCase(fault, part, step));
                }
            }
        }
        return cases;
    }

    @Override
    public String toString() {
        return (fault + " " + part + " at " + step).toLowerCase(Locale.ROOT);
    }
}
