package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import org.whispernotes.transcriber.model.OnnxEnvironment;

/** Makes tensors that share the memory of direct buffers. */
final class Tensors {

    private static final OrtEnvironment ENVIRONMENT = OnnxEnvironment.get();

    private Tensors() {}

    static OnnxTensor floats(ByteBuffer memory, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, memory.asFloatBuffer(), shape);
    }

    static OnnxTensor longs(ByteBuffer memory, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, memory.asLongBuffer(), shape);
    }

    static OnnxTensor ints(ByteBuffer memory, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, memory.asIntBuffer(), shape);
    }

    static OnnxTensor bytes(ByteBuffer memory, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, memory, shape, OnnxJavaType.INT8);
    }

    /** 8-bit integers or floats. */
    static OnnxTensor of(boolean bytes, ByteBuffer memory, long... shape) throws OrtException {
        return bytes ? bytes(memory, shape) : floats(memory, shape);
    }
}
