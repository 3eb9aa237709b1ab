package org.whispernotes.system;

import java.net.URI;
import java.util.Map;
import org.whispernotes.testing.Servers;

/** The whole product in one process, ready. */
final class Standalone implements AutoCloseable {

    private final ServiceProcess process;

    private Standalone(ServiceProcess process) {
        this.process = process;
    }

    /** Starts it and waits until it is ready. {@code settings} are environment variables on top of the servers'. */
    static Standalone start(Servers servers, Map<String, String> settings) {
        Standalone standalone =
                new Standalone(ServiceProcess.start("standalone", servers.springProperties(), settings));
        standalone.process.awaitReady();
        return standalone;
    }

    URI url() {
        return process.url();
    }

    /** SIGKILL: nothing is cleaned up. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
