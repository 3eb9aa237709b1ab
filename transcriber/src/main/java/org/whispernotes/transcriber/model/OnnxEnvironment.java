package org.whispernotes.transcriber.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime, kept until the process has ended. Its own shutdown hook takes it away at once, while the services finish or
 * hand back what they are at: the next step of a model would crash the process.
 */
public final class OnnxEnvironment {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxEnvironment.class);
    /**
     * Bytes. ONNX Runtime 1.29 looks through the process's command line when it starts, one call deeper with each character:
     * some thousand of them, as a class path has, overflow the stack of an ordinary thread and end the process.
     */
    private static final long STACK = 256L << 20;

    private OnnxEnvironment() {}

    public static OrtEnvironment get() {
        return Started.ENVIRONMENT;
    }

    /** A class of its own: the starting thread could not enter one whose initialisation waits for it. */
    private static final class Started {
        private static final OrtEnvironment ENVIRONMENT = started();
    }

    private static OrtEnvironment started() {
        AtomicReference<OrtEnvironment> environment = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread starter = new Thread(null, () -> environment.set(kept()), "onnx-runtime-start", STACK);
        starter.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        OrtEnvironment started = environment.get();
        if (started == null) {
            throw new IllegalStateException("ONNX Runtime can't be started", failure.get());
        }
        return started;
    }

    /** The native environment counts who uses it and goes with the last one: taken once more, it stays. */
    private static OrtEnvironment kept() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(
                    null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "whisper-notes");
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn(
                    "ONNX Runtime can't be kept during a stop: one in the middle of a recording may end in a crash", e);
        }
        return environment;
    }
}
