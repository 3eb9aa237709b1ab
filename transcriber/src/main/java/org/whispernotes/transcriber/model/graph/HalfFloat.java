package org.whispernotes.transcriber.model.graph;

/** IEEE 754 binary16, for JDKs before {@code Float.float16ToFloat} (Java 20). */
public final class HalfFloat {

    private HalfFloat() {}

    /** Exact: every binary16 is a float. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 31;
        int mantissa = half & 0x3ff;
        if (exponent == 31) {
            return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
        }
        if (exponent == 0) {
            float value = mantissa * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        return Float.intBitsToFloat(sign | exponent + 112 << 23 | mantissa << 13);
    }

    /** Rounds to nearest, ties to even; overflow becomes infinity. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude >= 0x47800000) {
            return (short) (sign | 0x7c00 | (magnitude > 0x7f800000 ? 0x200 : 0));
        }
        if (magnitude < 0x38800000) {
            return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
        }
        int rebased = magnitude - 0x38000000;
        rebased += 0xfff + (rebased >> 13 & 1);
        return (short) (sign | rebased >> 13);
    }
}
