package org.whispernotes.transcriber.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that loads and runs the voice activity model again and again. When it is told to stop it goes on for a while, as a
 * service does that finishes its chunk within the grace time.
 */
final class StoppedInTheMiddle {

    static final String RUNNING = "running";
    static final String FINISHED = "finished";
    private static final int STILL_TO_DO = 10;
    private static final int RUNS = 20;

    private StoppedInTheMiddle() {}

    /** @param arguments the model's file */
    public static void main(String[] arguments) throws OrtException {
        OrtEnvironment environment = OnnxEnvironment.get();
        AtomicInteger runs = new AtomicInteger();
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            int enough = runs.get() + STILL_TO_DO;
            while (runs.get() < enough && worker.isAlive()) {
                Thread.onSpinWait();
            }
            if (worker.isAlive()) {
                System.out.println(FINISHED);
            }
        }));
        use(environment, arguments[0]);
        System.out.println(RUNNING);
        while (true) {
            use(environment, arguments[0]);
            runs.incrementAndGet();
        }
    }

    /** The next step often needs another model. */
    private static void use(OrtEnvironment environment, String model) throws OrtException {
        try (OrtSession session = environment.createSession(model)) {
            for (int i = 0; i < RUNS; i++) {
                run(environment, session);
            }
        }
    }

    private static void run(OrtEnvironment environment, OrtSession session) throws OrtException {
        long[] state = {1, 1, 128};
        try (OnnxTensor input = tensor(environment, 16, 576);
                OnnxTensor hidden = tensor(environment, state);
                OnnxTensor cell = tensor(environment, state);
                OrtSession.Result result = session.run(Map.of("input", input, "h", hidden, "c", cell))) {
            result.get(0);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, long... shape) throws OrtException {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        return OnnxTensor.createTensor(environment, FloatBuffer.allocate(Math.toIntExact(size)), shape);
    }
}
